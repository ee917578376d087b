package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of a custom kind, as its CustomResourceDefinition says it.
 *
 * <p>Understood: {@code type}, {@code properties}, {@code additionalProperties}, {@code items}, {@code required},
 * {@code default}, {@code enum}, {@code minimum}, {@code maximum}, {@code minLength}, {@code pattern} and
 * {@code x-kubernetes-preserve-unknown-fields}. Source: Kubernetes' "Extend the Kubernetes API with
 * CustomResourceDefinitions", section "Specifying a structural schema".
 *
 * @param schema the {@code openAPIV3Schema} of the version
 */
record StructuralSchema(JsonNode schema) {

    /** Fills in defaults of fields that are not there, inside objects that are. */
    void fill(ObjectNode object) {
        fill(object, schema);
    }

    private static void fill(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                if (!object.has(property.getKey()) && property.getValue().has("default")) {
                    object.set(property.getKey(), property.getValue().path("default"));
                }
                fill(object.path(property.getKey()), property.getValue());
            }
        }
        value.values().stream().filter(_ -> value.isArray()).forEach(item -> fill(item, schema.path("items")));
    }

    /** Takes out the fields that the schema does not know, and tells each one's path. */
    void prune(ObjectNode object, BiConsumer<String, ObjectNode> unknown) {
        prune(object, schema, "", unknown);
    }

    private static void prune(JsonNode value, JsonNode schema, String at, BiConsumer<String, ObjectNode> unknown) {
        boolean isOpen = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        if (value instanceof ObjectNode object && !isOpen) {
            JsonNode known = schema.path("properties");
            JsonNode others = schema.path("additionalProperties");
            for (String field : List.copyOf(object.propertyNames())) {
                String path = at.isEmpty() ? field : at + "." + field;
                JsonNode child = known.has(field) ? known.path(field) : others;
                // An object that names no field at all, as metadata is declared, is checked by somebody else.
                if (!child.isMissingNode()) {
                    prune(object.path(field), child, path, unknown);
                } else if (!known.isMissingNode()) {
                    object.remove(field);
                    unknown.accept(path, object);
                }
            }
        } else if (value.isArray()) {
            int index = 0;
            for (JsonNode item : value.values()) {
                prune(item, schema.path("items"), "%s[%d]".formatted(at, index++), unknown);
            }
        }
    }

    /** Adds the values that the schema does not allow. */
    void check(ObjectNode object, List<Cause> causes) {
        check(object, schema, "", causes);
    }

    private static void check(JsonNode value, JsonNode schema, String at, List<Cause> causes) {
        String type = Json.text(schema, "type");
        if (!isOfType(value, type)) {
            String found = value.isString() ? "string" : value.isObject() ? "object" : value.toString();
            causes.add(Cause.invalid(at, found, "%s in body must be of type %s: \"%s\"".formatted(at, type, found)));
            return;
        }
        switch (type) {
            case "object" -> checkFields(value, schema, at, causes);
            case "array" -> {
                int index = 0;
                for (JsonNode item : value.values()) {
                    check(item, schema.path("items"), "%s[%d]".formatted(at, index++), causes);
                }
            }
            case "integer" -> checkRange(value, schema, at, causes);
            case "string" -> checkText(value.asString(""), schema, at, causes);
            default -> {}
        }
    }

    private static void checkFields(JsonNode object, JsonNode schema, String at, List<Cause> causes) {
        String prefix = at.isEmpty() ? "" : at + ".";
        for (JsonNode required : schema.path("required").values()) {
            if (!object.has(required.asString(""))) {
                causes.add(Cause.required(prefix + required.asString(""), ""));
            }
        }
        object.properties().forEach(field -> {
            JsonNode child = schema.path("properties").path(field.getKey());
            JsonNode rule = child.isMissingNode() ? schema.path("additionalProperties") : child;
            check(field.getValue(), rule, prefix + field.getKey(), causes);
        });
    }

    private static void checkRange(JsonNode value, JsonNode schema, String at, List<Cause> causes) {
        long number = value.asLong(0);
        JsonNode minimum = schema.path("minimum");
        JsonNode maximum = schema.path("maximum");
        if (minimum.isNumber() && number < minimum.asLong(0)) {
            causes.add(Cause.invalid(
                    at, number, "%s in body should be greater than or equal to %s".formatted(at, minimum)));
        } else if (maximum.isNumber() && number > maximum.asLong(0)) {
            causes.add(
                    Cause.invalid(at, number, "%s in body should be less than or equal to %s".formatted(at, maximum)));
        }
    }

    private static void checkText(String text, JsonNode schema, String at, List<Cause> causes) {
        JsonNode allowed = schema.path("enum");
        String pattern = Json.text(schema, "pattern");
        if (!allowed.isEmpty()
                && allowed.values().stream().noneMatch(v -> v.asString("").equals(text))) {
            causes.add(Cause.unsupported(
                    at, text, allowed.values().stream().map(JsonNode::toString).collect(Collectors.joining(", "))));
        } else if (text.length() < schema.path("minLength").asInt(0)) {
            causes.add(Cause.invalid(
                    at, text, "%s in body should be at least %s chars long".formatted(at, schema.path("minLength"))));
        } else if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
            causes.add(Cause.invalid(at, text, "%s in body should match '%s'".formatted(at, pattern)));
        }
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isString();
            default -> true;
        };
    }
}
