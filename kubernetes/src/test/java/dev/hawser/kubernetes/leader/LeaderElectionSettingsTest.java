package dev.hawser.kubernetes.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderElectionSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "PT1.5S, PT1S, PT0.1S, leaseDuration: PT1.5S (expected: whole seconds)",
        "PT10S, PT10S, PT2S, renewDeadline: PT10S (expected: less than the lease's PT10S)",
        "PT15S, PT10S, PT10S, 'retryPeriod: PT10S (expected: more than nothing, less than the deadline of PT10S)'",
        "PT15S, PT10S, PT0S, 'retryPeriod: PT0S (expected: more than nothing, less than the deadline of PT10S)'",
    })
    void durationsThatCannotWorkAreRefused(Duration lease, Duration deadline, Duration period, String message) {
        assertThatThrownBy(() -> LeaderElectionSettings.defaults().withDurations(lease, deadline, period))
                .hasMessage(message);
    }

    @Test
    void aWriteOfTheLastMomentEndsWithTheLease() {
        assertThat(LeaderElectionSettings.defaults().writeTimeout()).isEqualTo(Duration.ofSeconds(5));
    }
}
