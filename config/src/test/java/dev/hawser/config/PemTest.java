package dev.hawser.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemTest {

    private static String pem(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PemTest.class.getResourceAsStream("/pem/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa-pkcs8.key, true",
        "rsa.crt, rsa-pkcs1.key, true",
        "ec.crt, ec-pkcs8.key, true",
        "ec.crt, ec-sec1.key, true",
        "ed25519.crt, ed25519-pkcs8.key, true",
        "rsa.crt, ec-pkcs8.key, false",
        "ec.crt, ed25519-pkcs8.key, false"
    })
    void keyBelongsToItsOwnCertificateOnly(String certificate, String key, boolean belongs) throws IOException {
        assertThat(Pem.belongsTo(
                        Pem.privateKey(pem(key)),
                        Pem.certificates(pem(certificate)).getFirst()))
                .isEqualTo(belongs);
    }

    @Test
    void chainKeepsItsOrder() throws IOException {
        assertThat(Pem.certificates("a comment\n" + pem("rsa.crt") + pem("ec.crt")))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=rsa.example.com", "CN=ec.example.com");
    }

    @Test
    void parametersBeforeAKeyAreSkipped() throws IOException {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        assertThat(Pem.belongsTo(
                        Pem.privateKey(parameters + pem("ec-sec1.key")),
                        Pem.certificates(pem("ec.crt")).getFirst()))
                .isTrue();
    }

    @Test
    void encryptedKeyIsRefused() throws IOException {
        String key = pem("ec-encrypted.key");
        assertThatThrownBy(() -> Pem.privateKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("invalid key: it is encrypted (expected: a plain key)");
    }

    @Test
    void damagedKeysAreRefusedWithoutBeingQuoted() throws IOException {
        for (String name : new String[] {"rsa-pkcs8.key", "rsa-pkcs1.key", "ec-sec1.key", "ed25519-pkcs8.key"}) {
            String[] lines = pem(name).split("\n");
            lines[1] = lines[1].substring(4);
            assertThatThrownBy(() -> Pem.privateKey(String.join("\n", lines)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessage("invalid key (expected: a private key of RSA, EC or EdDSA in PEM)");
        }
    }

    @Test
    void damagedCertificateIsRefused() throws IOException {
        String damaged = pem("ec.crt").replaceFirst("MII", "MIX");
        assertThatThrownBy(() -> Pem.certificates(damaged))
                .hasMessage("invalid certificate (expected: X.509 certificates in PEM)");
        assertThatThrownBy(() -> Pem.certificates("")).isInstanceOf(IllegalArgumentException.class);
    }
}
