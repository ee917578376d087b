package dev.hawser.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys in their textual encoding, RFC 7468. No message names anything of what was read,
 * and no exception has a cause that does.
 */
public final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /** A block as it was found. */
    private record Block(String label, String base64) {

        byte[] content() throws GeneralSecurityException {
            try {
                return Base64.getMimeDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new GeneralSecurityException("malformed Base64");
            }
        }
    }

    /**
     * The certificates of a chain, the leaf first.
     *
     * @throws IllegalArgumentException when there is none or one is malformed
     */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(pem)) {
                if (block.label.equals("CERTIFICATE")) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (GeneralSecurityException e) {
            chain.clear();
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("invalid certificate (expected: X.509 certificates in PEM)");
        }
        return List.copyOf(chain);
    }

    /**
     * A private key in PKCS #8, or in the older forms of OpenSSL for RSA (PKCS #1) and EC (SEC 1).
     *
     * @throws IllegalArgumentException when there is none, or it is malformed, encrypted or of an unknown algorithm
     */
    public static PrivateKey privateKey(String pem) {
        try {
            for (Block block : blocks(pem)) {
                switch (block.label) {
                    case "PRIVATE KEY" -> {
                        return decode(block.content(), KEY_ALGORITHMS);
                    }
                    case "RSA PRIVATE KEY" -> {
                        return decode(OldPrivateKeys.pkcs8OfRsa(block.content()), List.of("RSA"));
                    }
                    case "EC PRIVATE KEY" -> {
                        return decode(OldPrivateKeys.pkcs8OfEc(block.content()), List.of("EC"));
                    }
                    case "ENCRYPTED PRIVATE KEY" ->
                        throw new IllegalArgumentException("invalid key: it is encrypted (expected: a plain key)");
                    default -> {} // parameters of a curve may stand before the key
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("invalid key (expected: a private key of RSA, EC or EdDSA in PEM)");
        }
        throw new IllegalArgumentException("invalid key (expected: a private key in PEM)");
    }

    /** Whether what the key signs, the certificate verifies. */
    public static boolean belongsTo(PrivateKey key, X509Certificate certificate) {
        byte[] message = "which key is it".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(signatureOf(key));
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureOf(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }

    private static PrivateKey decode(byte[] pkcs8, List<String> algorithms) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last == null ? new GeneralSecurityException("no algorithm") : last;
    }

    private static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }
}
