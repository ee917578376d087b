package dev.hawser.server.playground.api.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The order that a patch wants for the elements of a merged list ({@code $setElementOrder}).
 *
 * <p>Elements that are named come in the order of their names; those that only the server knows keep their places
 * relative to the others as well as they can.
 *
 * @param names the keys (or plain values) in the wanted order; empty for no wish
 * @param key the field that names an element; {@code null} when elements are plain values
 */
record ListOrder(List<JsonNode> names, @Nullable String key) {

    static ListOrder of(JsonNode order, @Nullable String key) {
        List<JsonNode> names = new ArrayList<>();
        order.values().forEach(element -> names.add(key == null ? element : element.path(key)));
        return new ListOrder(names, key);
    }

    /**
     * The merged list in the wanted order.
     *
     * @param before the list before it was merged, whose order decides where unnamed elements go
     */
    ArrayNode sort(ArrayNode before, ArrayNode merged) {
        if (names.isEmpty()) {
            return merged;
        }
        List<JsonNode> named = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.values().forEach(element -> (names.contains(name(element)) ? named : others).add(element));
        named.sort(Comparator.comparingInt(element -> names.indexOf(name(element))));
        List<JsonNode> old = before.values().stream().map(this::name).toList();
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (JsonNode element : named) {
            int place = old.indexOf(name(element));
            while (place >= 0 && next < others.size() && isBefore(old, others.get(next), place)) {
                sorted.add(others.get(next++));
            }
            sorted.add(element);
        }
        others.subList(next, others.size()).forEach(sorted::add);
        return sorted;
    }

    private boolean isBefore(List<JsonNode> old, JsonNode element, int place) {
        int index = old.indexOf(name(element));
        return index >= 0 && index < place;
    }

    private JsonNode name(JsonNode element) {
        return key == null ? element : element.path(key);
    }
}
