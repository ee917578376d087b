package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** EndpointSlices. Source: Kubernetes API reference, EndpointSlice v1 discovery.k8s.io. */
final class EndpointSliceRules implements KindRules {

    private static final List<String> TYPES = List.of("IPv4", "IPv6", "FQDN");

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        for (JsonNode element : object.path("ports").values()) {
            if (element instanceof ObjectNode port) {
                Defaults.text(port, "name", "");
                Defaults.text(port, "protocol", "TCP");
            }
        }
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        String type = Json.text(object, "addressType");
        if (type.isEmpty()) {
            causes.add(Cause.required("addressType", ""));
        } else if (!TYPES.contains(type)) {
            causes.add(Cause.unsupported("addressType", type, "\"FQDN\", \"IPv4\", \"IPv6\""));
        } else if (previous != null && !Json.text(previous, "addressType").equals(type)) {
            causes.add(Cause.invalid("addressType", type, "field is immutable"));
        }
        int index = 0;
        for (JsonNode endpoint : object.path("endpoints").values()) {
            if (endpoint.path("addresses").isEmpty()) {
                causes.add(
                        Cause.required("endpoints[%d].addresses".formatted(index), "must contain at least 1 address"));
            }
            index++;
        }
    }
}
