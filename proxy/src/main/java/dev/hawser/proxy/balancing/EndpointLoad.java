package dev.hawser.proxy.balancing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an endpoint has to bear: its tries under way, and how long it takes to answer. It belongs to the endpoint, and so
 * outlives snapshots.
 *
 * <p>The latency is a peak EWMA (exponentially weighted moving average, as Finagle's and Kong's): a sample above the
 * estimate replaces it at once, one below draws it down by how much time passed, and without samples it decays towards
 * nothing, so that an endpoint that was slow once is asked again. All estimates decay alike, hence their order only
 * changes with samples: {@code ln(estimate) + time / decay} is kept, which compares the same at any time.
 *
 * <p>Written by event loops, read by balancers; what is read may be one try old.
 */
final class EndpointLoad {

    /** The time in which an estimate without samples falls to 1/e: Kong's {@code DECAY_TIME}. */
    static final double DECAY_NANOS = 10e9;

    /** Estimates are at least this much, so that there is a logarithm. */
    static final double MIN_LATENCY_NANOS = 1_000;

    /** Times are counted from here to keep the numbers small. */
    private static final long ORIGIN_NANOS = System.nanoTime();

    private final AtomicInteger tries = new AtomicInteger();

    /** The bits of {@code ln(estimate) + time / decay}; those of NaN when there is no estimate. */
    private final AtomicLong level = new AtomicLong(Double.doubleToRawLongBits(Double.NaN));

    /** When the last sample came. Not tied to the level: a race costs a sample a little of its effect. */
    private volatile long sampledNanos;

    /** How many tries are under way. */
    int tries() {
        return tries.get();
    }

    void begin() {
        tries.incrementAndGet();
    }

    void end() {
        tries.decrementAndGet();
    }

    /** Counts a time that the endpoint took to answer. */
    void sample(long latencyNanos, long nowNanos) {
        double now = decays(nowNanos);
        double latency = Math.max((double) latencyNanos, MIN_LATENCY_NANOS);
        double kept = Math.exp(-Math.max(0, nowNanos - sampledNanos) / DECAY_NANOS);
        sampledNanos = nowNanos;
        // Not updateAndGet, whose function would be an object of its own for each sample.
        long before;
        long after;
        do {
            before = level.get();
            double decayed = Math.exp(Double.longBitsToDouble(before) - now);
            // NaN, when there is no estimate, is never above anything.
            double estimate = decayed > latency ? decayed + latency * (1 - kept) : latency;
            after = Double.doubleToRawLongBits(Math.log(estimate) + now);
        } while (!level.compareAndSet(before, after));
    }

    /** Takes an estimate over from others, if there is none of its own. */
    void seed(double latencyNanos, long nowNanos) {
        double seeded = Math.log(Math.max(latencyNanos, MIN_LATENCY_NANOS)) + decays(nowNanos);
        long bits = level.get();
        if (Double.isNaN(Double.longBitsToDouble(bits))
                && level.compareAndSet(bits, Double.doubleToRawLongBits(seeded))) {
            sampledNanos = nowNanos;
        }
    }

    /** The latency as it is estimated now, in nanoseconds; NaN when nothing is known. */
    double latencyNanos(long nowNanos) {
        return Math.exp(level() - decays(nowNanos));
    }

    /** What estimates are compared by; NaN when nothing is known. */
    double level() {
        return Double.longBitsToDouble(level.get());
    }

    private static double decays(long nanos) {
        return (nanos - ORIGIN_NANOS) / DECAY_NANOS;
    }
}
