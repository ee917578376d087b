package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ingresses. Source: Kubernetes API reference, Ingress v1 networking.k8s.io. */
final class IngressRules implements KindRules {

    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    @Override
    public void fillNew(ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
    }

    @Override
    public void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {
        JsonNode spec = object.path("spec");
        if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
            causes.add(new Cause(
                    "spec",
                    "FieldValueInvalid",
                    "Invalid value: \"\": either `defaultBackend` or `rules` must be specified"));
        }
        if (spec.has("defaultBackend")) {
            checkBackend("spec.defaultBackend", spec.path("defaultBackend"), causes);
        }
        int index = 0;
        for (JsonNode rule : spec.path("rules").values()) {
            checkRule("spec.rules[%d]".formatted(index++), rule, causes);
        }
    }

    private static void checkRule(String at, JsonNode rule, List<Cause> causes) {
        String host = Json.text(rule, "host");
        String name = host.startsWith("*.") ? host.substring(2) : host;
        if (IPV4.matcher(host).matches()) {
            causes.add(Cause.invalid(at + ".host", host, "must be a DNS name, not an IP address"));
        } else if (!host.isEmpty() && !Names.isSubdomain(name)) {
            causes.add(Cause.invalid(at + ".host", host, Names.SUBDOMAIN_RULE));
        }
        JsonNode paths = rule.path("http").path("paths");
        if (rule.has("http") && paths.isEmpty()) {
            causes.add(Cause.required(at + ".http.paths", ""));
        }
        int index = 0;
        for (JsonNode path : paths.values()) {
            checkPath("%s.http.paths[%d]".formatted(at, index++), path, causes);
        }
    }

    private static void checkPath(String at, JsonNode path, List<Cause> causes) {
        String type = Json.text(path, "pathType");
        String text = Json.text(path, "path");
        if (type.isEmpty()) {
            causes.add(Cause.required(at + ".pathType", "pathType must be specified"));
        } else if (!PATH_TYPES.contains(type)) {
            causes.add(Cause.unsupported(at + ".pathType", type, "\"Exact\", \"ImplementationSpecific\", \"Prefix\""));
        } else if (!text.startsWith("/") && !(text.isEmpty() && type.equals("ImplementationSpecific"))) {
            causes.add(Cause.invalid(at + ".path", text, "must be an absolute path"));
        }
        checkBackend(at + ".backend", path.path("backend"), causes);
    }

    private static void checkBackend(String at, JsonNode backend, List<Cause> causes) {
        if (backend.has("resource")) {
            return;
        }
        JsonNode service = backend.path("service");
        if (Json.text(service, "name").isEmpty()) {
            causes.add(Cause.required(at + ".service.name", ""));
        }
        JsonNode port = service.path("port");
        if (port.has("number") && port.has("name")) {
            causes.add(Cause.invalid(at + ".service.port", port, "cannot set both port name & port number"));
        } else if (port.has("number")) {
            Ports.checkNumber(at + ".service.port.number", port.path("number"), causes);
        } else if (!port.has("name")) {
            causes.add(Cause.required(at + ".service.port", "port name or number is required"));
        }
    }
}
