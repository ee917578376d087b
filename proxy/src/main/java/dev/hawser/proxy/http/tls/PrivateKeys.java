package dev.hawser.proxy.http.tls;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Reads private keys in PEM: PKCS #8 (RFC 5958), and the older forms for RSA (RFC 8017) and EC keys (RFC 5915). */
final class PrivateKeys {

    private static final byte[] RSA_ALGORITHM =
            Der.sequence(Der.identifier("2a864886f70d010101"), new byte[] {0x05, 0x00});
    private static final String EC_PUBLIC_KEY = "2a8648ce3d0201";
    private static final List<String> CURVES = List.of("2a8648ce3d030107", "2b81040022", "2b81040023");

    private PrivateKeys() {}

    /**
     * The key.
     *
     * @throws IllegalArgumentException if there is none, or none of a kind that is known; the message has nothing of it
     */
    static PrivateKey parse(String pem) {
        byte[] rsa = section(pem, "RSA PRIVATE KEY");
        if (rsa.length > 0) {
            return decode(wrap(RSA_ALGORITHM, rsa));
        }
        byte[] ec = section(pem, "EC PRIVATE KEY");
        return ec.length > 0 ? decode(wrap(curveOf(ec), ec)) : decode(section(pem, "PRIVATE KEY"));
    }

    /** The content between the lines of a label; empty when there are none. */
    private static byte[] section(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        return start < 0 || end < start
                ? new byte[0]
                : Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octetString(key));
    }

    /** The curve is named within the key, and must be named outside of it too. */
    private static byte[] curveOf(byte[] key) {
        String hex = HexFormat.of().formatHex(key);
        for (String curve : CURVES) {
            byte[] identifier = Der.identifier(curve);
            if (hex.contains(HexFormat.of().formatHex(identifier))) {
                return Der.sequence(Der.identifier(EC_PUBLIC_KEY), identifier);
            }
        }
        throw unknown();
    }

    private static PrivateKey decode(byte[] pkcs8) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException _) {
                // It is a key of another algorithm.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("algorithm: " + algorithm + " (expected: one of the platform's)", e);
            }
        }
        throw unknown();
    }

    private static IllegalArgumentException unknown() {
        return new IllegalArgumentException("private key: not readable (expected: RSA, EC or EdDSA in PEM)");
    }
}
