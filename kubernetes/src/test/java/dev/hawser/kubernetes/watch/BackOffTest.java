package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(10), new Random(7));

    @Test
    void waitsLongerFromFailureToFailureUpToItsBound() {
        long bound = 200;
        for (int i = 0; i < 12; i++) {
            assertThat(backOff.next().toMillis()).isBetween(bound / 2, bound);
            bound = Math.min(10_000, 2 * bound);
        }
        assertThat(bound).isEqualTo(10_000);
    }

    @Test
    void doesNotWaitAsLongAsOthersDo() {
        for (int i = 0; i < 10; i++) {
            backOff.next();
        }
        assertThat(Stream.generate(backOff::next).limit(20).distinct()).hasSizeGreaterThan(15);
    }

    @Test
    void startsAnewAfterSuccess() {
        for (int i = 0; i < 10; i++) {
            backOff.next();
        }
        backOff.reset();
        assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
