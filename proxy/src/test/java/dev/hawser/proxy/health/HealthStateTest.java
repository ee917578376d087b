package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStateTest {

    /**
     * Results: digits a status, ? none, C connected, N not serving, R refused, D no address, T timed out. Thresholds:
     * successes, http failures, tcp failures, timeouts. Levels after each result: H healthy, h mostly healthy, u mostly
     * unhealthy, U unhealthy.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // Each counter reaches its threshold.
        "3 3 3 3, 500 500 500, hhU",
        "3 3 3 3, T T T, hhU",
        "3 3 3 3, R R R, hhU",
        "3 3 3 3, R D R, hhU",
        "3 3 3 3, 500 N ?, hhU",
        "1 1 1 1, 500, U",
        "1 255 1 1, 500 500, hh",
        // Kinds of failure are counted apart.
        "3 3 3 3, 500 R T 500 R T 500, hhhhhhU",
        // A success clears all failures.
        "1 3 3 3, 500 500 200 500 500 500, hhHhhU",
        "3 3 3 3, 500 500 200 500 500 500, hhhhhU",
        "1 2 2 2, 500 R T 200 500 R T T, hhhHhhhU",
        // A failure clears the successes.
        "2 1 1 1, 500 200 200, UuH",
        "2 1 1 1, 500 200 500 200 200, UuUuH",
        "2 1 1 1, R 200 T 200 302, UuUuH",
        "2 2 2 2, R R 200 T 200 200, hUuuuH",
        "3 2 2 2, R R 200 200 R 200 200 200, hUuuuuuH",
        "2 1 1 1, R C C, UuH",
        // A threshold of 0 switches its counter off, and what it would count clears nothing.
        "0 1 1 1, 500 200 200 200, UUUU",
        "0 2 2 2, 500 200 500 200, hhUU",
        "2 1 0 1, 500 200 R 200, UuuH",
        "2 1 1 0, 500 200 T 200, UuuH",
        "2 0 1 1, R 200 500 200, UuuH",
        "1 0 0 0, 500 R T 500 R T, HHHHHH",
        "1 1 0 0, R T R T 500, HHHHU",
        // A status that is listed nowhere says nothing; one that is listed twice is healthy.
        "1 1 1 1, 204 301 418, HHH",
        "1 2 1 1, 500 418 500, hhU",
        "2 1 1 1, 500 200 418 200, UuuH",
        "1 1 1 1, 409, H",
        // Confirmation of what is thought already is not counted.
        "2 2 2 2, 200 200 200 500 500, HHHhU",
        "2 2 2 2, 500 500 500 500 500 200 200, hUUUUuH",
        "1 2 1 1, 500 500 200 500 500, hUHhU",
        "1 2 1 1, 429 404, hU",
        "1 2 1 1, 505 500, hU",
    })
    void countsAsKongDoes(String thresholds, String results, String levels) {
        Thresholds limits = thresholds(thresholds);
        HealthState state = HealthState.HEALTHY;
        StringBuilder actual = new StringBuilder();
        for (String result : results.split(" ", -1)) {
            state = state.after(parse(result), limits);
            actual.append(letter(state.level()));
        }
        assertThat(actual).hasToString(levels);
    }

    @Test
    void probesAndRequestsShareTheCountersEachWithItsOwnThreshold() {
        Thresholds probes = thresholds("1 5 5 5");
        Thresholds requests = thresholds("5 2 2 2");
        HealthState once = HealthState.HEALTHY.after(parse("500"), probes);
        assertThat(once.after(parse("500"), requests).level()).isEqualTo(HealthState.Level.UNHEALTHY);
        assertThat(once.after(parse("500"), probes).level()).isEqualTo(HealthState.Level.MOSTLY_HEALTHY);
        assertThat(once.after(parse("200"), probes).level()).isEqualTo(HealthState.Level.HEALTHY);
        assertThat(once.after(parse("200"), requests).level()).isEqualTo(HealthState.Level.MOSTLY_HEALTHY);
    }

    @Test
    void givesTheSameStateWhenNothingChanges() {
        Thresholds limits = thresholds("2 2 2 2");
        assertThat(HealthState.HEALTHY.afterStatus(200, limits)).isSameAs(HealthState.HEALTHY);
        assertThat(HealthState.HEALTHY.afterStatus(418, limits)).isSameAs(HealthState.HEALTHY);
        assertThat(HealthState.UNHEALTHY.after(new CheckResult.TimedOut(), limits))
                .isSameAs(HealthState.UNHEALTHY);
        assertThat(HealthState.HEALTHY.after(new CheckResult.TimedOut(), Thresholds.NONE))
                .isSameAs(HealthState.HEALTHY);
    }

    @Test
    void whatIsMostlyHealthyIsAvailable() {
        Thresholds limits = thresholds("2 2 2 2");
        assertThat(HealthState.HEALTHY.available()).isTrue();
        assertThat(HealthState.HEALTHY.afterStatus(500, limits).available()).isTrue();
        assertThat(HealthState.UNHEALTHY.afterStatus(200, limits).available()).isFalse();
        assertThat(HealthState.UNHEALTHY.available()).isFalse();
    }

    private static Thresholds thresholds(String text) {
        List<Integer> numbers =
                List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
        return new Thresholds(
                Statuses.of(200, 302, 409),
                Statuses.of(429, 404, 409, 500, 505),
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3));
    }

    private static CheckResult parse(String result) {
        return switch (result) {
            case "C" -> new CheckResult.Connected();
            case "N" -> new CheckResult.NotServing("");
            case "R" -> new CheckResult.ConnectionFailed("");
            case "D" -> new CheckResult.Unresolved();
            case "T" -> new CheckResult.TimedOut();
            case "?" -> new CheckResult.Status(CheckResult.Status.NO_STATUS);
            default -> new CheckResult.Status(Integer.parseInt(result));
        };
    }

    private static char letter(HealthState.Level level) {
        return switch (level) {
            case HEALTHY -> 'H';
            case MOSTLY_HEALTHY -> 'h';
            case MOSTLY_UNHEALTHY -> 'u';
            case UNHEALTHY -> 'U';
        };
    }
}
