package dev.hawser.proxy.admin;

import dev.hawser.proxy.metrics.MetricSource;
import dev.hawser.proxy.metrics.PrometheusText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An answer of the Admin or status API.
 *
 * @param body {@code null} when there is none
 */
record AdminResponse(int status, @Nullable Body body) {

    /** A body, as one of two media types. */
    sealed interface Body {}

    record Json(JsonNode tree) implements Body {}

    /** What Prometheus scrapes. */
    record Metrics(String text) implements Body {}

    AdminResponse(int status, JsonNode tree) {
        this(status, new Json(tree));
    }

    static AdminResponse empty(int status) {
        return new AdminResponse(status, (Body) null);
    }

    static AdminResponse ok(JsonNode body) {
        return new AdminResponse(200, body);
    }

    /** An answer that is a sentence, in Kong's form. */
    static AdminResponse message(int status, String message) {
        return new AdminResponse(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    /** What is measured at the moment. */
    static AdminResponse metrics(List<MetricSource> sources) {
        PrometheusText text = new PrometheusText();
        sources.forEach(source -> source.writeTo(text));
        return new AdminResponse(200, new Metrics(text.toString()));
    }

    static AdminResponse notFound() {
        return message(404, "Not found");
    }

    static AdminResponse methodNotAllowed() {
        return message(405, "Method not allowed");
    }
}
