package dev.hawser.kubernetes.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What keeps writers from flooding the API server. */
class PaceTest {

    private final ManualClock clock = new ManualClock();
    private final LongSupplier nanos = clock.nanos();

    private long now() {
        return nanos.getAsLong();
    }

    @Test
    void aBucketAllowsABurstAndThenOneInAPeriod() {
        TokenBucket bucket = new TokenBucket(2, Duration.ofSeconds(10), now());
        bucket.take(now());
        assertThat(bucket.remainingNanos(now())).isZero();
        bucket.take(now());
        assertThat(bucket.remainingNanos(now()))
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        clock.advance(Duration.ofSeconds(4));
        assertThat(bucket.remainingNanos(now())).isEqualTo(Duration.ofSeconds(6).toNanos());
        clock.advance(Duration.ofSeconds(6));
        assertThat(bucket.remainingNanos(now())).isZero();
        bucket.take(now());
        assertThat(bucket.remainingNanos(now()))
                .isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aBucketThatIsFullCountsFromTheNextUse() {
        TokenBucket bucket = new TokenBucket(1, Duration.ofSeconds(10), now());
        clock.advance(Duration.ofSeconds(9));
        bucket.take(now());
        assertThat(bucket.isFull(now())).isFalse();
        assertThat(bucket.remainingNanos(now()))
                .isEqualTo(Duration.ofSeconds(10).toNanos());
        clock.advance(Duration.ofHours(1));
        assertThat(bucket.isFull(now())).isTrue();
    }

    @Test
    void waitsDoubleUpToFiveMinutesAndEndWithASuccess() {
        RetryTimes<String> retries = new RetryTimes<>();
        assertThat(retries.remainingNanos("a", now())).isZero();
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
            retries.failed("a", now());
            assertThat(retries.remainingNanos("a", now()))
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            clock.advance(Duration.ofSeconds(seconds));
            assertThat(retries.remainingNanos("a", now())).isZero();
        }
        retries.succeeded("a");
        retries.failed("a", now());
        assertThat(retries.remainingNanos("a", now()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(retries.remainingNanos("b", now())).isZero();
        retries.retain(Set.of("b"));
        assertThat(retries.remainingNanos("a", now())).isZero();
    }
}
