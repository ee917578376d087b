package dev.hawser.proxy.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hawser.proxy.tls.TlsProvider;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-AES128-GCM-SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-RSA-CHACHA20-POLY1305, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "DHE-RSA-AES256-GCM-SHA384, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-AES256-SHA384, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "AES128-SHA, TLS_RSA_WITH_AES_128_CBC_SHA",
        "DES-CBC3-SHA, TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    })
    void namesSuitesAsIanaDoes(String openSsl, String iana) {
        assertThat(CipherSuite.parseAll("s", openSsl)).containsExactly(new CipherSuite(openSsl, iana));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HIGH", "!aNULL", "ECDHE-RSA", "TLS_AES_128_GCM_SHA256", "", "AES128-SHA:"})
    void refusesWhatIsNoSuite(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CipherSuite.parseAll("--ssl-ciphers", text))
                .withMessageStartingWith("--ssl-ciphers: ")
                .withMessageContaining("(expected: names of cipher suites");
    }

    @Test
    void readsVersions() {
        assertThat(TlsVersion.parseAll("s", " TLSv1.2  TLSv1.3 "))
                .containsExactly(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsVersion.parseAll("--ssl-protocols", "TLSv1.2 SSLv3"))
                .withMessageStartingWith("--ssl-protocols: SSLv3 (expected: ");
    }

    @ParameterizedTest
    @EnumSource
    void providersHaveTheIntermediateProfileInFull(TlsProvider provider) {
        List<CipherSuite> suites = TlsProfile.INTERMEDIATE.suites();
        assertThat(TlsSettings.of(provider)
                        .withCiphers(TlsProfile.INTERMEDIATE.versions(), suites)
                        .suites())
                .isEqualTo(suites);
    }

    @Test
    void everyProfileIsComplete() {
        for (TlsProfile profile : TlsProfile.values()) {
            assertThat(TlsSettings.defaults()
                            .withCiphers(profile.versions(), profile.suites())
                            .versions())
                    .isEqualTo(profile.versions());
        }
    }

    @Test
    void withoutASuiteTls13MustBeAlone() {
        assertThat(TlsSettings.defaults()
                        .withCiphers(EnumSet.of(TlsVersion.TLS_1_3), List.of())
                        .suites())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsSettings.defaults().withCiphers(EnumSet.of(TlsVersion.TLS_1_2), List.of()))
                .withMessageContaining("expected: at least one that");
    }
}
