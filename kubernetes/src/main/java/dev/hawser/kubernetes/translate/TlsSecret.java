package dev.hawser.kubernetes.translate;

import dev.hawser.config.Pem;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A certificate chain and its private key, in PEM.
 *
 * @param cert the chain
 * @param key the private key; never part of {@link #toString()}
 */
record TlsSecret(String cert, String key) {

    private static final String TYPE = "kubernetes.io/tls";
    private static final String CERT = "tls.crt";
    private static final String KEY = "tls.key";

    /**
     * Reads and checks a Secret of type {@code kubernetes.io/tls}, the only one that is watched in a cluster. One read
     * from a file may go without a type.
     *
     * @throws IllegalArgumentException when it holds no certificate with its private key; the message says why and has
     *     nothing of the data
     */
    static TlsSecret parse(Secret secret) {
        if (secret.getType() != null && !secret.getType().equals(TYPE)) {
            throw new IllegalArgumentException("type: \"" + secret.getType() + "\" (expected: " + TYPE + ")");
        }
        String cert = text(secret, CERT);
        String key = text(secret, KEY);
        var chain = Pem.certificates(cert);
        if (!Pem.belongsTo(Pem.privateKey(key), chain.getFirst())) {
            throw new IllegalArgumentException(
                    "invalid TLS key-pair in secret: " + KEY + " is not the private key of " + CERT);
        }
        return new TlsSecret(cert, key);
    }

    private static String text(Secret secret, String name) {
        Map<String, String> data = secret.getData();
        String encoded = data == null ? null : data.get(name);
        if (encoded == null || encoded.isBlank()) {
            throw new IllegalArgumentException("no '" + name + "' key in secret");
        }
        try {
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            // The cause would quote the data.
            throw new IllegalArgumentException("invalid '" + name + "' in secret (expected: Base64)");
        }
    }

    @Override
    public String toString() {
        return "TlsSecret[REDACTED]";
    }
}
