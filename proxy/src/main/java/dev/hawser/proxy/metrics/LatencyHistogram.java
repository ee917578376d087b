package dev.hawser.proxy.metrics;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How long things took, in milliseconds, in Kong's buckets. Counted by event loops, read by any thread. */
final class LatencyHistogram {

    /** The buckets of what takes place in the gateway: Kong 3.9, {@code KONG_LATENCY_BUCKETS}. */
    static final long[] GATEWAY_BOUNDS = {1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1000, 3000, 6000};

    /** The buckets of what takes place upstream, or in all: Kong 3.9, {@code UPSTREAM_LATENCY_BUCKETS}. */
    static final long[] UPSTREAM_BOUNDS = {25, 50, 80, 100, 250, 400, 700, 1000, 2000, 5000, 10000, 30000, 60000};

    private static final long NANOS_IN_MILLI = 1_000_000;

    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sumMicros = new LongAdder();

    LatencyHistogram(long[] bounds) {
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void record(long nanos) {
        int bucket = 0;
        while (bucket < bounds.length && nanos > bounds[bucket] * NANOS_IN_MILLI) {
            bucket++;
        }
        counts[bucket].increment();
        sumMicros.add(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    void writeTo(PrometheusText text, String... labels) {
        long[] now = new long[counts.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts[i].sum();
        }
        text.histogram(bounds, now, BigDecimal.valueOf(sumMicros.sum(), 3), labels);
    }
}
