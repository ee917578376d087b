package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code autoscaling/v1 Scale} view of a workload. */
final class Scale {

    private Scale() {}

    static ObjectNode of(ObjectNode workload) {
        Meta meta = new Meta(workload);
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        scale.putObject("metadata")
                .put("name", meta.name())
                .put("namespace", meta.namespace())
                .put("uid", meta.uid())
                .put("resourceVersion", meta.resourceVersion())
                .put("creationTimestamp", meta.text("creationTimestamp"));
        scale.putObject("spec")
                .put("replicas", workload.path("spec").path("replicas").asInt(0));
        String selector = workload.path("spec").path("selector").path("matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .collect(Collectors.joining(","));
        scale.putObject("status")
                .put("replicas", workload.path("status").path("replicas").asInt(0))
                .put("selector", selector);
        return scale;
    }

    /**
     * The workload with the number of replicas that the scale says.
     *
     * @throws ApiFailure 400 when it says none
     */
    static ObjectNode applied(ObjectNode workload, ObjectNode scale) {
        JsonNode replicas = scale.path("spec").path("replicas");
        if (!replicas.isMissingNode() && !replicas.isIntegralNumber()) {
            throw ApiFailure.badRequest("spec.replicas: %s (expected: a whole number)".formatted(replicas));
        }
        ObjectNode result = workload.deepCopy();
        result.withObjectProperty("spec").put("replicas", replicas.asInt(0));
        ObjectNode metadata = new Meta(result).writable();
        metadata.put("resourceVersion", new Meta(scale).resourceVersion());
        return result;
    }
}
