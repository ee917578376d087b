package dev.hawser.server.playground.api.patch;

import dev.hawser.server.playground.api.resource.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch: a merge patch whose lists of objects are merged by key, with directives in fields that begin
 * with a dollar sign.
 *
 * <p>Source: Kubernetes' "Update API objects in place using kubectl patch", and "Strategic merge patch" in the API
 * machinery's design notes.
 */
final class StrategicMergePatch {

    static final String DIRECTIVE = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    static ObjectNode apply(ObjectNode current, ObjectNode patch) {
        return merge(current, patch, "");
    }

    /**
     * Merges two objects at any depth.
     *
     * @param parent the name of the field that holds this object, looking through lists
     */
    static ObjectNode merge(ObjectNode current, ObjectNode patch, String parent) {
        switch (patch.path(DIRECTIVE).asString("")) {
            case "replace" -> {
                return withoutDirectives(patch, parent);
            }
            case "delete" -> {
                return Json.object();
            }
            default -> {}
        }
        ObjectNode result = current.deepCopy();
        retainKeys(result, patch);
        patch.properties().forEach(change -> {
            if (!change.getKey().startsWith("$")) {
                change(result, change.getKey(), change.getValue(), patch, parent);
            }
        });
        deleteFromPrimitiveLists(result, patch);
        reorderUntouchedLists(result, patch, parent);
        return result;
    }

    private static void change(ObjectNode result, String field, JsonNode change, ObjectNode patch, String parent) {
        JsonNode current = result.path(field);
        if (change.isNull() || change.path(DIRECTIVE).asString("").equals("delete")) {
            result.remove(field);
        } else if (change instanceof ObjectNode object) {
            result.set(field, merge(current instanceof ObjectNode map ? map : Json.object(), object, field));
        } else if (change instanceof ArrayNode list) {
            ArrayNode old = current instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
            result.set(field, mergeLists(old, list, patch.path(ORDER + field), parent, field));
        } else {
            result.set(field, change);
        }
    }

    private static JsonNode mergeLists(ArrayNode old, ArrayNode change, JsonNode order, String parent, String field) {
        Optional<String> key = MergeKeys.of(parent, field);
        if (key.isPresent()) {
            return new KeyedListMerge(key.get(), field).merge(old, change, order);
        }
        if (!MergeKeys.isPrimitiveSet(parent, field)) {
            return withoutDirectives(change, field);
        }
        ArrayNode union = old.deepCopy();
        Set<JsonNode> present = new HashSet<>(old.values());
        change.values().stream().filter(present::add).forEach(union::add);
        return ListOrder.of(order, null).sort(old, union);
    }

    private static void retainKeys(ObjectNode result, ObjectNode patch) {
        if (patch.path(RETAIN_KEYS) instanceof ArrayNode retained) {
            Set<String> keys = new HashSet<>();
            retained.values().forEach(key -> keys.add(key.asString("")));
            result.propertyNames().stream()
                    .filter(name -> !keys.contains(name))
                    .toList()
                    .forEach(result::remove);
        }
    }

    private static void deleteFromPrimitiveLists(ObjectNode result, ObjectNode patch) {
        patch.properties().forEach(change -> {
            if (change.getKey().startsWith(DELETE_FROM)
                    && result.path(change.getKey().substring(DELETE_FROM.length())) instanceof ArrayNode list) {
                Set<JsonNode> deleted = new HashSet<>(change.getValue().values());
                list.removeIf(deleted::contains);
            }
        });
    }

    /** A patch may say nothing about a list but its order. */
    private static void reorderUntouchedLists(ObjectNode result, ObjectNode patch, String parent) {
        patch.properties().forEach(change -> {
            if (change.getKey().startsWith(ORDER)) {
                String field = change.getKey().substring(ORDER.length());
                if (!patch.has(field) && result.path(field) instanceof ArrayNode list) {
                    String key = MergeKeys.of(parent, field).orElse(null);
                    result.set(field, ListOrder.of(change.getValue(), key).sort(list, list));
                }
            }
        });
    }

    /** A patch that becomes a value as it is: merged into nothing, so that directives below it are carried out too. */
    private static JsonNode withoutDirectives(JsonNode patch, String parent) {
        if (patch instanceof ArrayNode list) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            list.values().forEach(element -> {
                if (!element.has(DIRECTIVE)) {
                    result.add(withoutDirectives(element, parent));
                }
            });
            return result;
        }
        return patch instanceof ObjectNode object ? withoutDirectives(object, parent) : patch;
    }

    private static ObjectNode withoutDirectives(ObjectNode patch, String parent) {
        return merge(Json.object(), patch.deepCopy().without(DIRECTIVE), parent);
    }
}
