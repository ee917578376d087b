package dev.hawser.server.playground.api.patch;

import dev.hawser.server.playground.api.resource.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges two lists of objects by a key field.
 *
 * @param key the field by which elements are matched
 * @param field the name of the list's field
 */
record KeyedListMerge(String key, String field) {

    ArrayNode merge(ArrayNode old, ArrayNode change, JsonNode order) {
        ArrayNode result = replacesAll(change) ? JsonNodeFactory.instance.arrayNode() : old.deepCopy();
        for (JsonNode element : change.values()) {
            if (!(element instanceof ObjectNode object)) {
                continue;
            }
            int at = indexOf(result, object);
            boolean isDeletion = directive(object).equals("delete");
            if (at >= 0 && isDeletion) {
                result.remove(at);
            } else if (at >= 0) {
                result.set(at, StrategicMergePatch.merge(Json.asObject(result.path(at)), object, field));
            } else if (!isDeletion && object.has(key)) {
                result.add(StrategicMergePatch.merge(Json.object(), object, field));
            }
        }
        return ListOrder.of(order, key).sort(old, result);
    }

    /** An element that is nothing but the directive speaks of the whole list. */
    private boolean replacesAll(ArrayNode change) {
        return change.values().stream().anyMatch(element -> directive(element).equals("replace") && !element.has(key));
    }

    private static String directive(JsonNode element) {
        return element.path(StrategicMergePatch.DIRECTIVE).asString("");
    }

    /** The element with the same key; among several of them the one that also agrees on the second key. */
    private int indexOf(ArrayNode list, ObjectNode wanted) {
        int first = -1;
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.path(i);
            if (!wanted.has(key) || !element.path(key).equals(wanted.path(key))) {
                continue;
            }
            if (element.path(MergeKeys.SECOND_KEY).equals(wanted.path(MergeKeys.SECOND_KEY))) {
                return i;
            }
            if (first < 0) {
                first = i;
            }
        }
        return first;
    }
}
