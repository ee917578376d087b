package dev.hawser.benchmarks.compare;

import java.util.Locale;

/** What is measured, in the order of the table. */
enum Metric {
    RATE("requests/s, saturated", Better.HIGHER, "%,.0f"),
    CPU("CPU per request, µs", Better.LOWER, "%.1f"),
    P50("p50, µs", Better.LOWER, "%,.0f"),
    P99("p99, µs", Better.LOWER, "%,.0f"),
    P999("p99.9, µs", Better.LOWER, "%,.0f"),
    PACED_CPU("CPU per request at half load, µs", Better.LOWER, "%.1f"),
    PACED_P50("p50 at half load, µs", Better.LOWER, "%,.0f"),
    PACED_P99("p99 at half load, µs", Better.LOWER, "%,.0f"),
    PACED_P999("p99.9 at half load, µs", Better.LOWER, "%,.0f"),
    CALM_P99("p99 at 1,000 requests/s, µs", Better.LOWER, "%,.0f"),
    SLOW_P99("the same beside slow clients, µs", Better.LOWER, "%,.0f"),
    SLOW_RATIO("how often as long that is", Better.LOWER, "%.2f"),
    LARGE("bodies of 1 MiB, MB/s", Better.HIGHER, "%,.0f"),
    FULL("TLS handshakes/s, full", Better.HIGHER, "%,.0f"),
    FULL_CPU("CPU per full handshake and request, µs", Better.LOWER, "%.0f"),
    RESUMED("TLS handshakes/s, resumed", Better.HIGHER, "%,.0f"),
    RESUMED_CPU("CPU per resumed handshake and request, µs", Better.LOWER, "%.0f"),
    SECURE_RATE("HTTPS requests/s, saturated", Better.HIGHER, "%,.0f"),
    SECURE_CPU("CPU per HTTPS request, µs", Better.LOWER, "%.1f"),
    ONE_RATE("HTTP/2 requests/s, 100 streams on 1 connection", Better.HIGHER, "%,.0f"),
    ONE_CPU("CPU per HTTP/2 request on 1 connection, µs", Better.LOWER, "%.1f"),
    MANY_RATE("HTTP/2 requests/s, 100 streams on each of 50 connections", Better.HIGHER, "%,.0f"),
    MANY_CPU("CPU per HTTP/2 request on 50 connections, µs", Better.LOWER, "%.1f"),
    CALLS("system calls per request", Better.LOWER, "%.2f"),
    REST("memory at rest, MiB", Better.LOWER, "%,.0f"),
    IDLE("memory with idle connections, MiB", Better.LOWER, "%,.0f");

    private enum Better {
        LOWER,
        HIGHER
    }

    private final String label;
    private final Better better;
    private final String format;

    Metric(String label, Better better, String format) {
        this.label = label;
        this.better = better;
        this.format = format;
    }

    String label() {
        return label;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The better one of two values. */
    double best(double one, double other) {
        return better == Better.LOWER ? Math.min(one, other) : Math.max(one, other);
    }

    /** Whether a ratio to another's value is what one would have it. */
    boolean good(double ratio) {
        return better == Better.LOWER ? ratio <= 1 : ratio >= 1;
    }
}
