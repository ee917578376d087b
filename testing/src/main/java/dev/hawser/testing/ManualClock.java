package dev.hawser.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is moved, and a source of nanoseconds that moves with it. Starts at the epoch, with
 * the nanoseconds close to their overflow, which code that compares them must stand. Any thread may read and move it.
 */
public final class ManualClock extends Clock {

    private static final long FIRST_NANOS = Long.MAX_VALUE - 1_000;

    /** Written by whoever moves the clock; readers see the last move that happened before. */
    private final AtomicLong elapsed;

    private final ZoneId zone;

    public ManualClock() {
        this(new AtomicLong(), ZoneOffset.UTC);
    }

    private ManualClock(AtomicLong elapsed, ZoneId zone) {
        this.elapsed = elapsed;
        this.zone = zone;
    }

    /** Moves the clock forward. */
    public void advance(Duration duration) {
        elapsed.addAndGet(duration.toNanos());
    }

    /** Stands for {@link System#nanoTime()}. */
    public LongSupplier nanos() {
        return () -> FIRST_NANOS + elapsed.get();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(elapsed.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, so that moving one moves the other, shown in another zone. */
    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(elapsed, other);
    }
}
