package dev.hawser.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntityIdsTest {

    @Test
    void idsAreThoseOfKong() {
        assertThat(EntityIds.ofService("foo-namespace.foo-svc.80")).hasToString("fe1e2edc-5479-52fe-b0f4-b90d8d5f83ba");
        assertThat(EntityIds.ofRoute("foo-namespace.foo.foo-svc.example.com.80"))
                .hasToString("3eee2c18-8fcc-5661-8f84-5c89adfa404f");
    }

    @Test
    void sameNameOfAnotherKindIsAnotherId() {
        assertThat(EntityIds.ofUpstream("a"))
                .isNotEqualTo(EntityIds.ofService("a"))
                .isNotEqualTo(EntityIds.ofRoute("a"));
    }

    @Test
    void certificateIsKnownByItsChainWhateverIsAroundIt() {
        assertThat(EntityIds.ofCertificate("-----BEGIN\n")).isEqualTo(EntityIds.ofCertificate("-----BEGIN"));
        assertThat(EntityIds.ofCertificate("a")).isNotEqualTo(EntityIds.ofCertificate("b"));
    }
}
