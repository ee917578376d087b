package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The cells that kinds share, and those of the kinds other than pods. */
final class Cells {

    static final String NONE = "<none>";
    private static final String UNSET = "<unset>";
    private static final int SHOWN = 3;

    private Cells() {}

    /** The text at a path, or none. */
    static Column.Cell text(String path) {
        return (object, _) -> orNone(Json.text(object, path));
    }

    /** The number at a path, or 0. */
    static Column.Cell number(String path) {
        return (object, _) -> Json.at(object, path).asInt(0);
    }

    /** How many entries are at a path. */
    static Column.Cell size(String path) {
        return (object, _) -> Json.at(object, path).size();
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    static String readyReplicas(ObjectNode workload, Instant now) {
        return workload.path("status").path("readyReplicas").asInt(0) + "/"
                + workload.path("spec").path("replicas").asInt(0);
    }

    static String containers(ObjectNode workload, Instant now) {
        return joined(Json.at(workload, "spec.template.spec.containers"), c -> Json.text(c, "name"));
    }

    static String images(ObjectNode workload, Instant now) {
        return joined(Json.at(workload, "spec.template.spec.containers"), c -> Json.text(c, "image"));
    }

    static String workloadSelector(ObjectNode workload, Instant now) {
        return pairs(Json.at(workload, "spec.selector.matchLabels"));
    }

    static String serviceSelector(ObjectNode service, Instant now) {
        return pairs(Json.at(service, "spec.selector"));
    }

    static String servicePorts(ObjectNode service, Instant now) {
        return joined(Json.at(service, "spec.ports"), port -> {
            String node = Json.text(port, "nodePort");
            return Json.text(port, "port") + (node.isEmpty() ? "" : ":" + node) + "/" + Json.text(port, "protocol");
        });
    }

    static String externalAddress(ObjectNode service, Instant now) {
        return switch (Json.text(service, "spec.type")) {
            case "ExternalName" -> orNone(Json.text(service, "spec.externalName"));
            case "LoadBalancer" -> {
                String addresses = loadBalancer(service);
                yield addresses.isEmpty() ? "<pending>" : addresses;
            }
            default -> joined(Json.at(service, "spec.externalIPs"), ip -> ip.asString(""));
        };
    }

    static String hosts(ObjectNode ingress, Instant now) {
        List<String> hosts = new ArrayList<>();
        for (JsonNode rule : Json.at(ingress, "spec.rules").values()) {
            String host = Json.text(rule, "host");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return hosts.isEmpty() ? "*" : abridged(hosts);
    }

    static String ingressAddress(ObjectNode ingress, Instant now) {
        return loadBalancer(ingress);
    }

    static String ingressPorts(ObjectNode ingress, Instant now) {
        return Json.at(ingress, "spec.tls").isEmpty() ? "80" : "80, 443";
    }

    static String slicePorts(ObjectNode slice, Instant now) {
        List<String> ports = new ArrayList<>();
        slice.path("ports").values().forEach(port -> ports.add(port.has("port") ? Json.text(port, "port") : "*"));
        return ports.isEmpty() ? UNSET : abridged(ports);
    }

    static String sliceAddresses(ObjectNode slice, Instant now) {
        List<String> addresses = new ArrayList<>();
        slice.path("endpoints")
                .values()
                .forEach(e -> e.path("addresses").values().forEach(a -> addresses.add(a.asString(""))));
        return addresses.isEmpty() ? UNSET : abridged(addresses);
    }

    static String endpointAddresses(ObjectNode endpoints, Instant now) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets").values()) {
            for (JsonNode address : subset.path("addresses").values()) {
                subset.path("ports")
                        .values()
                        .forEach(port -> addresses.add(Json.text(address, "ip") + ":" + Json.text(port, "port")));
            }
        }
        return addresses.isEmpty() ? NONE : abridged(addresses);
    }

    static String nodeStatus(ObjectNode node, Instant now) {
        String ready = Json.at(node, "status.conditions").values().stream()
                .filter(condition -> Json.text(condition, "type").equals("Ready"))
                .map(condition -> Json.text(condition, "status").equals("True") ? "Ready" : "NotReady")
                .findFirst()
                .orElse("Unknown");
        return Json.at(node, "spec.unschedulable").asBoolean(false) ? ready + ",SchedulingDisabled" : ready;
    }

    static String nodeRoles(ObjectNode node, Instant now) {
        String prefix = "node-role.kubernetes.io/";
        return orNone(new Meta(node)
                .labels().keySet().stream()
                        .filter(label -> label.startsWith(prefix))
                        .map(label -> label.substring(prefix.length()))
                        .collect(Collectors.joining(",")));
    }

    static Column.Cell nodeAddress(String type) {
        return (node, _) -> Json.at(node, "status.addresses").values().stream()
                .filter(address -> Json.text(address, "type").equals(type))
                .map(address -> Json.text(address, "address"))
                .findFirst()
                .orElse(NONE);
    }

    static String lastSeen(ObjectNode event, Instant now) {
        for (String field :
                List.of("series.lastObservedTime", "lastTimestamp", "eventTime", "deprecatedLastTimestamp")) {
            Instant time = Meta.time(Json.text(event, field));
            if (time != null) {
                return Age.since(time, now);
            }
        }
        return Age.of(event, now);
    }

    /** As in {@code pod/example-1}, for both forms of events. */
    static String involvedObject(ObjectNode event, Instant now) {
        JsonNode object = event.has("regarding") ? event.path("regarding") : event.path("involvedObject");
        return Json.text(object, "kind").toLowerCase(Locale.ROOT) + "/" + Json.text(object, "name");
    }

    static String eventMessage(ObjectNode event, Instant now) {
        return (event.has("note") ? Json.text(event, "note") : Json.text(event, "message")).strip();
    }

    private static String loadBalancer(ObjectNode object) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode entry : Json.at(object, "status.loadBalancer.ingress").values()) {
            addresses.add(entry.has("ip") ? Json.text(entry, "ip") : Json.text(entry, "hostname"));
        }
        return String.join(",", addresses);
    }

    private static String pairs(JsonNode labels) {
        return orNone(labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .collect(Collectors.joining(",")));
    }

    private static String joined(JsonNode list, Function<JsonNode, String> text) {
        return orNone(list.values().stream().map(text).collect(Collectors.joining(",")));
    }

    /** The first few, and how many more there are. */
    private static String abridged(List<String> texts) {
        return texts.size() <= SHOWN
                ? String.join(",", texts)
                : "%s + %d more...".formatted(String.join(",", texts.subList(0, SHOWN)), texts.size() - SHOWN);
    }
}
