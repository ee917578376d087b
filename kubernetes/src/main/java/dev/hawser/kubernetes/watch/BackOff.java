package dev.hawser.kubernetes.watch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something that failed is tried again: longer from failure to failure up to a bound, and never
 * exactly as long as others wait, so that many clients of a server that comes back do not all ask at once. Used by one
 * thread.
 */
final class BackOff {

    private final long firstNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private long boundNanos;

    BackOff(Duration first, Duration longest, RandomGenerator random) {
        this.firstNanos = first.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
        this.boundNanos = firstNanos;
    }

    /** The wait after one more failure: between half the bound and the bound, which doubles each time. */
    Duration next() {
        Duration wait = spread(Duration.ofNanos(boundNanos));
        boundNanos = Math.min(longestNanos, 2 * boundNanos);
        return wait;
    }

    /** A time between half of this one and this one. */
    Duration spread(Duration longest) {
        long half = longest.toNanos() / 2;
        return Duration.ofNanos(half + (half == 0 ? 0 : random.nextLong(half)));
    }

    /** Starts anew: something worked. */
    void reset() {
        boundNanos = firstNanos;
    }
}
