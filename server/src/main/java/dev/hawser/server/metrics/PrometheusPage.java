package dev.hawser.server.metrics;

import dev.hawser.server.http.HttpReply;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code /metrics} in the text format 0.0.4 of Prometheus. */
final class PrometheusPage {

    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The registry ends the name of each counter so, which the names of Kong Ingress Controller's counters do not. */
    private static final Pattern SUFFIX = Pattern.compile(
            "^((?:# (?:HELP|TYPE) )?" + ControllerMetrics.PREFIX + "\\w+?)_total(?=[ {])", Pattern.MULTILINE);

    private final PrometheusMeterRegistry registry;

    PrometheusPage(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    Map<String, Supplier<HttpReply>> paths() {
        return Map.of("/metrics", () -> new HttpReply(200, CONTENT_TYPE, text()));
    }

    String text() {
        return SUFFIX.matcher(registry.scrape()).replaceAll("$1");
    }
}
