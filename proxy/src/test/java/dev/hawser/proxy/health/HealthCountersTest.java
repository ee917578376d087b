package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCountersTest {

    /**
     * Results: digits a status, C connected, R refused, T timed out. Thresholds: successes, http failures, tcp failures,
     * timeouts. States: + healthy, - unhealthy, after each result.
     */
    @ParameterizedTest
    @CsvSource({
        "3 3 3 3, 500 500 500, ++-",
        "3 3 3 3, 500 500 200 500 500 500, +++++-",
        "3 3 3 3, 500 R T 500 R T 500, ++++++-",
        "3 3 3 3, T T T, ++-",
        "3 3 3 3, R R R, ++-",
        "2 1 1 1, 500 200 200, --+",
        "2 1 1 1, 500 200 500 200 200, ----+",
        "2 1 1 1, R 200 T 200 302, ----+",
        "2 1 1 1, R C C, --+",
        "0 1 1 1, 500 200 200 200, ----",
        "0 2 2 2, 500 200 500 200, ++--",
        "2 1 0 1, 500 200 R 200, ---+",
        "2 1 1 0, 500 200 T 200, ---+",
        "2 0 1 1, R 200 500 200, ---+",
        "1 0 0 0, 500 R T 500 R T, ++++++",
        "1 1 0 0, R T R T 500, ++++-",
        "1 1 1 1, 204 301 418, +++",
        "1 2 1 1, 500 418 500, ++-",
        "2 1 1 1, 500 200 418 200, ---+",
        "1 2 1 1, 500 500 200 500 500, +-++-",
        "1 2 1 1, 429 404, +-",
        "1 2 1 1, 505 500, +-",
    })
    void countsAsKongDoes(String thresholds, String results, String states) {
        String[] numbers = thresholds.split(" ", -1);
        HealthCounters counters = new HealthCounters(
                settings(
                        Integer.parseInt(numbers[0]),
                        Integer.parseInt(numbers[1]),
                        Integer.parseInt(numbers[2]),
                        Integer.parseInt(numbers[3])),
                true);
        StringBuilder actual = new StringBuilder();
        for (String result : results.split(" ", -1)) {
            actual.append(counters.healthyAfter(parse(result)) ? '+' : '-');
        }
        assertThat(actual).hasToString(states);
    }

    @Test
    void goesOnFromWhatTheEndpointWasTakenFor() {
        HealthCounters counters = new HealthCounters(settings(2, 1, 1, 1), false);
        assertThat(counters.healthyAfter(new ProbeResult.Status(200))).isFalse();
        assertThat(counters.healthyAfter(new ProbeResult.Status(200))).isTrue();
    }

    @Test
    void anUpstreamWithoutIntervalsIsNotChecked() {
        assertThat(CheckSettings.of(null)).isEmpty();
        assertThat(CheckSettings.of(new Healthchecks(null, null, null))).isEmpty();
        assertThat(CheckSettings.of(new Healthchecks(active(null, null), null, null)))
                .isEmpty();
        assertThat(CheckSettings.of(new Healthchecks(
                        active(new Healthchecks.Healthy(null, 0, 3), new Healthchecks.Unhealthy(null, 0, 1, 1, 1)),
                        null,
                        null)))
                .isEmpty();
    }

    @Test
    void fillsInTheDefaultsOfKong() {
        CheckSettings settings = CheckSettings.of(
                        new Healthchecks(active(new Healthchecks.Healthy(null, 10, null), null), null, null))
                .orElseThrow();
        assertThat(settings)
                .isEqualTo(new CheckSettings(
                        Healthchecks.Type.HTTP,
                        Duration.ofSeconds(1),
                        10,
                        "/",
                        Map.of(),
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        Set.of(200, 302),
                        Set.of(429, 404, 500, 501, 502, 503, 504, 505),
                        0,
                        0,
                        0,
                        0));
    }

    private static Healthchecks.Active active(
            Healthchecks.@Nullable Healthy healthy, Healthchecks.@Nullable Unhealthy unhealthy) {
        return new Healthchecks.Active(null, null, null, null, null, null, Map.of(), healthy, unhealthy);
    }

    static CheckSettings settings(int successes, int httpFailures, int tcpFailures, int timeouts) {
        return CheckSettings.of(new Healthchecks(
                        active(
                                new Healthchecks.Healthy(null, 1, successes),
                                new Healthchecks.Unhealthy(
                                        List.of(429, 404, 500, 505), 1, httpFailures, tcpFailures, timeouts)),
                        null,
                        null))
                .orElseThrow();
    }

    private static ProbeResult parse(String result) {
        return switch (result) {
            case "C" -> new ProbeResult.Connected();
            case "R" -> new ProbeResult.ConnectionFailed();
            case "T" -> new ProbeResult.TimedOut();
            default -> new ProbeResult.Status(Integer.parseInt(result));
        };
    }
}
