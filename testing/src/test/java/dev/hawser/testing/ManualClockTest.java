package dev.hawser.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ManualClockTest {

    @Test
    void standsStillUntilItIsMoved() {
        ManualClock clock = new ManualClock();
        LongSupplier nanos = clock.nanos();
        long before = nanos.getAsLong();
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH).isEqualTo(clock.instant());

        clock.advance(Duration.ofSeconds(3));

        assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(3));
        assertThat(nanos.getAsLong() - before).isEqualTo(3_000_000_000L);
        assertThat(nanos.getAsLong()).isLessThan(before);
    }

    @Test
    void clockOfAnotherZoneMovesAlong() {
        ManualClock clock = new ManualClock();
        ManualClock other = clock.withZone(ZoneId.of("Europe/Berlin"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(other.instant()).isEqualTo(clock.instant());
    }
}
