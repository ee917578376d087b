package dev.hawser.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayFactsTest {

    @ParameterizedTest
    @CsvSource({
        "3.4.1, 3.4.1",
        "3.11.0, 3.11.0",
        "3.11.0.3-enterprise-edition, 3.11.0",
        "3.12, 3.12.0",
        "4.0.0-rc.1, 4.0.0"
    })
    void versionsAreReadAsFarAsTheyMatter(String text, String version) throws IncompatibleGatewayException {
        assertThat(new GatewayFacts(text, "off", "").checked()).hasToString(version);
    }

    @ParameterizedTest
    @CsvSource({
        "3.4.0, off, version: 3.4.0 (expected: 3.4.1 or newer)",
        "'', off, version:  (expected: 3.4.1 or newer)",
        "nightly, off, version: nightly (expected: 3.4.1 or newer)",
        "3.11.0, postgres, configuration.database: postgres (expected: off",
        "3.11.0, '', configuration.database: none (expected: off"
    })
    void whatCannotBeConfiguredIsTold(String version, String database, String message) {
        assertThatThrownBy(() -> new GatewayFacts(version, database, "").checked())
                .isInstanceOf(IncompatibleGatewayException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void stickySessionsNeedAMinorVersionWithTwoDigits() {
        assertThat(new GatewayVersion(3, 9, 1).isBefore(GatewayVersion.STICKY_SESSIONS))
                .isTrue();
        assertThat(new GatewayVersion(3, 11, 0).isBefore(GatewayVersion.STICKY_SESSIONS))
                .isFalse();
    }
}
