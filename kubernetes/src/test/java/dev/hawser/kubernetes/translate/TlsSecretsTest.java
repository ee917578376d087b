package dev.hawser.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.Test;

class TlsSecretsTest {

    private final TlsSecrets secrets = new TlsSecrets();
    private final Secret secret = new SecretBuilder()
            .withNewMetadata()
            .withName("cert")
            .endMetadata()
            .addToData("tls.crt", "c2VjcmV0")
            .addToData("tls.key", "c2VjcmV0")
            .build();

    @Test
    void anUnchangedSecretIsReadOnce() {
        TlsSecrets.Reader first = secrets.reader();
        TlsSecrets.Reading reading = first.read(secret);
        first.finish();

        assertThat(secrets.reader().read(secret)).isSameAs(reading);
    }

    @Test
    void aSecretThatATranslationDidNotNeedIsForgotten() {
        TlsSecrets.Reader first = secrets.reader();
        TlsSecrets.Reading reading = first.read(secret);
        first.finish();
        secrets.reader().finish();

        assertThat(secrets.reader().read(secret)).isNotSameAs(reading);
    }

    @Test
    void aSecretOfAnotherTypeIsRefusedByItsType() {
        secret.setType("Opaque");

        TlsSecrets.Reading reading = secrets.reader().read(secret);

        assertThat(reading.tls()).isNull();
        assertThat(reading.problem()).isEqualTo("type: \"Opaque\" (expected: kubernetes.io/tls)");
    }

    @Test
    void whatIsWrongWithASecretShowsNothingOfIt() {
        TlsSecrets.Reading reading = secrets.reader().read(secret);

        assertThat(reading.tls()).isNull();
        assertThat(reading.problem()).isNotEmpty().doesNotContain("secret\"").doesNotContain("c2VjcmV0");
    }
}
