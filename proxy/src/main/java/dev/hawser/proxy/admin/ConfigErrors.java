package dev.hawser.proxy.admin;

import dev.hawser.config.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Violations in Kong's form of a rejected configuration: once as a list of paths, once sorted by the entities they are
 * about, from which Kong's ingress controller finds the Kubernetes objects. Pure; any thread.
 */
final class ConfigErrors {

    private static final int INVALID_DECLARATIVE_CONFIG = 14;

    /** The collections whose members are entities, and what one is called. */
    private static final Map<String, String> ENTITY_TYPES = Map.of(
            "services", "service",
            "routes", "route",
            "upstreams", "upstream",
            "targets", "target",
            "certificates", "certificate",
            "snis", "sni");

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");

    private final JsonNode document;

    /** @param document what was rejected; a missing node when it is not at hand */
    ConfigErrors(JsonNode document) {
        this.document = document;
    }

    /** The body of the response. */
    ObjectNode body(List<Violation> violations, boolean flattened) {
        String all = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("code", INVALID_DECLARATIVE_CONFIG)
                .put("name", "invalid declarative configuration")
                .put("message", "declarative config is invalid: {" + all + "}");
        Map<Found, List<Violation>> byEntity = new LinkedHashMap<>();
        ObjectNode fields = body.putObject("fields");
        for (Violation violation : violations) {
            Found entity = find(violation.path());
            if (flattened && entity.node().isObject()) {
                byEntity.computeIfAbsent(entity.whole(), key -> new ArrayList<>())
                        .add(new Violation(entity.rest(), violation.message()));
            } else {
                fields.put(violation.path().isEmpty() ? "@entity" : violation.path(), violation.message());
            }
        }
        if (flattened) {
            ArrayNode errors = body.putArray("flattened_errors");
            byEntity.forEach((entity, its) -> errors.add(error(entity, its)));
        }
        return body;
    }

    /**
     * The innermost entity on a path.
     *
     * @param type {@code "service"}
     * @param at its own path
     * @param rest what is left of the path within it
     */
    private record Found(String type, String at, JsonNode node, String rest) {

        Found whole() {
            return new Found(type, at, node, "");
        }
    }

    private Found find(String path) {
        Found found = new Found("", "", MissingNode.getInstance(), path);
        JsonNode node = document;
        String collection = "";
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String name = step.group(1);
            if (name != null) {
                node = node.path(name);
                collection = name;
                continue;
            }
            node = node.path(Integer.parseInt(step.group(2)));
            String type = ENTITY_TYPES.get(collection);
            if (type != null && node.isObject()) {
                String rest = path.substring(step.end());
                found = new Found(
                        type, path.substring(0, step.end()), node, rest.startsWith(".") ? rest.substring(1) : rest);
            }
        }
        return found;
    }

    private static ObjectNode error(Found entity, List<Violation> violations) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("entity_type", entity.type());
        copy(entity.node(), "name", error, "entity_name");
        copy(entity.node(), "id", error, "entity_id");
        copy(entity.node(), "tags", error, "entity_tags");
        ObjectNode shown = error.putObject("entity");
        Set<String> nested = ENTITY_TYPES.keySet();
        for (Map.Entry<String, JsonNode> field : entity.node().properties()) {
            boolean secret =
                    entity.type().equals("certificate") && field.getKey().equals("key");
            // A route has server names that are called snis too, but they are plain text.
            boolean children = nested.contains(field.getKey()) && !entity.type().equals("route");
            if (!secret && !children) {
                shown.set(field.getKey(), field.getValue());
            }
        }
        ArrayNode errors = error.putArray("errors");
        for (Violation violation : violations) {
            ObjectNode one = errors.addObject().put("message", violation.message());
            if (violation.path().isEmpty()) {
                one.put("type", "entity");
            } else {
                one.put("type", "field").put("field", violation.path());
            }
        }
        return error;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (from.hasNonNull(field)) {
            to.set(name, from.get(field));
        }
    }
}
