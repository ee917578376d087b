package dev.hawser.proxy.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** As a clock that overflows meanwhile, which nanoTime may. */
    private long now = Long.MAX_VALUE - 5 * SECOND;

    private final Pace pace = new Pace(Duration.ofSeconds(10), 100);

    private boolean tooSlow(long bytes) {
        pace.await(now, bytes);
        return pace.leftNanos(now) <= 0;
    }

    @Test
    void toleratesStillnessForTheTimeOut() {
        assertThat(tooSlow(0)).isFalse();
        now += 10 * SECOND - 1;
        assertThat(tooSlow(0)).isFalse();
        now++;
        assertThat(tooSlow(0)).isTrue();
    }

    @Test
    void isNotMisledByABurstBeforeStillness() {
        tooSlow(0);
        now += SECOND;
        assertThat(tooSlow(1_000_000)).isFalse();
        now += 9 * SECOND;
        assertThat(tooSlow(1_000_000)).isFalse();
        now += SECOND;
        assertThat(tooSlow(1_000_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50, 99})
    void endsWhoMovesLessThanTheRate(long bytesPerSecond) {
        tooSlow(0);
        for (int second = 1; second < 10; second++) {
            now += SECOND;
            assertThat(tooSlow(second * bytesPerSecond)).as("second %s", second).isFalse();
        }
        now += SECOND;
        assertThat(tooSlow(10 * bytesPerSecond)).isTrue();
    }

    @Test
    void letsWhoMovesAtTheRateGoOnForever() {
        tooSlow(0);
        for (int second = 1; second < 1000; second++) {
            now += SECOND;
            assertThat(tooSlow(second * 100L)).as("second %s", second).isFalse();
        }
    }

    @Test
    void takesTheRateOfEachTimeOutAnew() {
        tooSlow(0);
        now += 10 * SECOND;
        assertThat(tooSlow(1_000_000)).isFalse();
        for (int second = 1; second < 10; second++) {
            now += SECOND;
            assertThat(tooSlow(1_000_000 + second)).isFalse();
        }
        now += SECOND;
        assertThat(tooSlow(1_000_010)).isTrue();
    }

    @Test
    void doesNotCountTheTimeForWhichNobodyWaits() {
        tooSlow(0);
        now += 9 * SECOND;
        tooSlow(10);
        pace.pause(now);
        now += 1000 * SECOND;
        assertThat(tooSlow(10)).isFalse();
        now += SECOND - 1;
        assertThat(tooSlow(11)).isFalse();
        now++;
        assertThat(tooSlow(12)).isTrue();
    }

    @Test
    void withoutARateAnythingThatMovesIsEnough() {
        Pace any = new Pace(Duration.ofSeconds(10), 0);
        for (int i = 0; i < 100; i++) {
            any.await(now, i);
            assertThat(any.leftNanos(now)).isPositive();
            now += 10 * SECOND - 1;
        }
        any.await(now, 99);
        assertThat(any.leftNanos(now)).isPositive();
        now++;
        any.await(now, 99);
        assertThat(any.leftNanos(now)).isZero();
    }

    @Test
    void asksToBeLookedAtFourTimesInATimeOut() {
        pace.await(now, 0);
        assertThat(pace.leftNanos(now)).isEqualTo(2_500_000_000L);
        now += 9 * SECOND;
        pace.await(now, 0);
        assertThat(pace.leftNanos(now)).isEqualTo(SECOND);
    }
}
