package dev.hawser.config;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Wraps the private keys of OpenSSL's older forms in PKCS #8 (RFC 5958), the only one that the JDK reads. The encoding
 * is DER (ITU-T X.690).
 */
final class OldPrivateKeys {

    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** rsaEncryption, RFC 8017 appendix C, with its NULL parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** id-ecPublicKey, RFC 5480 section 2.1.1; the curve follows. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private OldPrivateKeys() {}

    /** Of an RSAPrivateKey, RFC 8017 appendix A.1.2. */
    static byte[] pkcs8OfRsa(byte[] key) {
        return pkcs8(RSA, key);
    }

    /**
     * Of an ECPrivateKey, RFC 5915 section 3.
     *
     * @throws GeneralSecurityException when it does not name its curve
     */
    static byte[] pkcs8OfEc(byte[] key) throws GeneralSecurityException {
        Reader fields = new Reader(new Reader(key).content(SEQUENCE));
        fields.content(INTEGER);
        fields.content(OCTETS);
        return pkcs8(concat(EC, fields.content(PARAMETERS)), key);
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION_0, der(SEQUENCE, algorithm), der(OCTETS, key)));
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Reads elements one after the other. */
    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] content(int tag) throws GeneralSecurityException {
            if (next() != tag) {
                throw new GeneralSecurityException("unexpected element");
            }
            int length = next();
            if (length >= 0x80) {
                int count = length & 0x7F;
                length = 0;
                for (int i = 0; i < count && length >= 0; i++) {
                    length = (length << 8) | next();
                }
            }
            if (length < 0 || length > bytes.length - at) {
                throw new GeneralSecurityException("element is cut off");
            }
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        private int next() throws GeneralSecurityException {
            if (at == bytes.length) {
                throw new GeneralSecurityException("element is cut off");
            }
            return bytes[at++] & 0xFF;
        }
    }
}
