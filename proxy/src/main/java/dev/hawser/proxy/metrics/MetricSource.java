package dev.hawser.proxy.metrics;

/** Something that has metrics. Asked by any thread, at each scrape. */
public interface MetricSource {

    /** Writes whole families; no two sources write one of the same name. */
    void writeTo(PrometheusText text);
}
