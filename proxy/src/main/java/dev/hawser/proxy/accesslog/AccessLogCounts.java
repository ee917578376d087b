package dev.hawser.proxy.accesslog;

import dev.hawser.proxy.metrics.MetricSource;
import dev.hawser.proxy.metrics.PrometheusText;
import java.util.concurrent.atomic.LongAdder;

/** What became of entries. Counted by event loops and the writer, read by any thread. */
final class AccessLogCounts implements MetricSource {

    private static final String NAME = "hawser_access_log_entries_total";
    private static final String HELP = "Entries of the access log: written, dropped since too many waited, "
            + "or failed since they could not be written.";

    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void dropped() {
        dropped.increment();
    }

    void written(int entries) {
        written.add(entries);
    }

    void failed(int entries) {
        failed.add(entries);
    }

    long droppedSoFar() {
        return dropped.sum();
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family(NAME, PrometheusText.Type.COUNTER, HELP)
                .sample(written.sum(), "result", "written")
                .sample(dropped.sum(), "result", "dropped")
                .sample(failed.sum(), "result", "failed");
    }
}
