package dev.hawser.server.playground.cluster.pki;

/**
 * A private key and the certificate for it.
 *
 * @param keyPem PKCS #8
 * @param certificatePem X.509
 */
public record KeyAndCertificate(String keyPem, String certificatePem) {

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "KeyAndCertificate[certificatePem=" + certificatePem + "]";
    }
}
