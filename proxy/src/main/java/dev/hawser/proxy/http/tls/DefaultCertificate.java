package dev.hawser.proxy.http.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A self-signed certificate (RFC 5280) for handshakes that no configured one fits, as Kong has one. Clients that verify
 * refuse it, and rightly so.
 *
 * @param key a new one
 */
record DefaultCertificate(PrivateKey key, X509Certificate certificate) {

    private static final String NAME = "localhost";
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
    private static final String COMMON_NAME = "550403";
    private static final String SUBJECT_ALTERNATIVE_NAME = "551d11";
    private static final int EXTENSIONS = 0xa3;
    private static final int VERSION = 0xa0;
    private static final int DNS_NAME = 0x82;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    static DefaultCertificate create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new DefaultCertificate(keys.getPrivate(), certify(keys));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("default certificate: not made (expected: a platform with P-256)", e);
        }
    }

    @Override
    public String toString() {
        return "DefaultCertificate[REDACTED]";
    }

    private static X509Certificate certify(KeyPair keys) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.identifier(COMMON_NAME), Der.utf8(NAME))));
        Instant now = Clock.systemUTC().instant();
        byte[] alternativeName = Der.sequence(
                Der.identifier(SUBJECT_ALTERNATIVE_NAME),
                Der.octetString(Der.sequence(Der.tagged(DNS_NAME, NAME.getBytes(StandardCharsets.US_ASCII)))));
        byte[] toBeSigned = Der.sequence(
                Der.tagged(VERSION, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, new SecureRandom()).add(BigInteger.ONE)),
                algorithm,
                name,
                Der.sequence(
                        Der.utcTime(UTC_TIME.format(now.minus(Duration.ofDays(1)))),
                        Der.utcTime(UTC_TIME.format(now.plus(LIFETIME)))),
                name,
                keys.getPublic().getEncoded(),
                Der.tagged(EXTENSIONS, Der.sequence(alternativeName)));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(toBeSigned);
        byte[] certificate = Der.sequence(toBeSigned, algorithm, Der.bitString(signer.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }
}
