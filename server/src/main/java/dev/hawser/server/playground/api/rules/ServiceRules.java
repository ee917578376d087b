package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services. Source: Kubernetes API reference, Service v1 core. */
final class ServiceRules implements KindRules {

    private static final String EXTERNAL_NAME = "ExternalName";
    private static final String HEADLESS = "None";
    private static final Set<String> TYPES = Set.of("ClusterIP", "NodePort", "LoadBalancer", EXTERNAL_NAME);

    private final ServiceAddresses addresses;

    ServiceRules(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public void fillNew(ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
    }

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        if (!(object.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        Defaults.text(spec, "type", "ClusterIP");
        Defaults.text(spec, "sessionAffinity", "None");
        Defaults.protocols(spec.path("ports"));
        for (JsonNode element : spec.path("ports").values()) {
            if (element instanceof ObjectNode port && !port.has("targetPort") && port.has("port")) {
                port.set("targetPort", port.path("port"));
            }
        }
        if (!Json.text(spec, "type").equals(EXTERNAL_NAME)) {
            fillAddress(spec, previous == null ? Json.object() : previous.path("spec"));
        }
    }

    private void fillAddress(ObjectNode spec, JsonNode before) {
        for (String field : List.of("clusterIP", "clusterIPs")) {
            if (!spec.has(field) && before.has(field)) {
                spec.set(field, before.path(field));
            }
        }
        if (Json.text(spec, "clusterIP").isEmpty()) {
            spec.put("clusterIP", addresses.next());
        }
        if (!spec.has("clusterIPs")) {
            spec.set("clusterIPs", Json.array(List.of(Json.text(spec, "clusterIP"))));
        }
        if (!spec.has("ipFamilies")) {
            spec.set("ipFamilies", Json.array(List.of("IPv4")));
        }
        Defaults.text(spec, "ipFamilyPolicy", "SingleStack");
        Defaults.text(spec, "internalTrafficPolicy", "Cluster");
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        JsonNode spec = object.path("spec");
        String type = Json.text(spec, "type");
        if (!TYPES.contains(type)) {
            causes.add(Cause.unsupported(
                    "spec.type", type, "\"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""));
        }
        if (type.equals(EXTERNAL_NAME)) {
            if (Json.text(spec, "externalName").isEmpty()) {
                causes.add(Cause.required("spec.externalName", ""));
            }
        } else if (spec.path("ports").isEmpty() && !Json.text(spec, "clusterIP").equals(HEADLESS)) {
            causes.add(Cause.required("spec.ports", ""));
        }
        checkAddress(new Meta(object), spec, previous, causes);
        checkPorts(spec.path("ports"), causes);
    }

    private static void checkAddress(Meta meta, JsonNode spec, @Nullable ObjectNode previous, List<Cause> causes) {
        String before = previous == null ? "" : Json.text(previous, "spec.clusterIP");
        String now = Json.text(spec, "clusterIP");
        if (!before.isEmpty()
                && !now.isEmpty()
                && !before.equals(now)
                && !meta.name().isEmpty()) {
            causes.add(Cause.invalid("spec.clusterIP", now, "field is immutable"));
        }
    }

    private static void checkPorts(JsonNode ports, List<Cause> causes) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode port : ports.values()) {
            String at = "spec.ports[%d]".formatted(index++);
            String name = Json.text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                causes.add(Cause.required(at + ".name", ""));
            } else if (!name.isEmpty() && !names.add(name)) {
                causes.add(Cause.duplicate(at + ".name", name));
            }
            Ports.checkNumber(at + ".port", port.path("port"), causes);
        }
    }
}
