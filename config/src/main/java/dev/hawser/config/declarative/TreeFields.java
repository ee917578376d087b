package dev.hawser.config.declarative;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Collects the fields of an object to print. A value that is {@code null} leaves its field out; used by one thread. */
final class TreeFields {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final TreeMap<String, JsonNode> fields = new TreeMap<>();

    TreeFields put(String name, @Nullable JsonNode value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    TreeFields put(String name, @Nullable String value) {
        return put(name, value == null ? null : NODES.stringNode(value));
    }

    TreeFields put(String name, @Nullable Integer value) {
        return put(name, value == null ? null : NODES.numberNode(value));
    }

    TreeFields put(String name, @Nullable Boolean value) {
        return put(name, value == null ? null : NODES.booleanNode(value));
    }

    /** A whole number is printed as one. */
    TreeFields put(String name, @Nullable Double value) {
        if (value != null && value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE) {
            return put(name, NODES.numberNode(value.intValue()));
        }
        return put(name, value == null ? null : NODES.numberNode(value));
    }

    TreeFields putMillis(String name, Duration value) {
        return put(name, NODES.numberNode(value.toMillis()));
    }

    /** An array of what the elements are printed as; without elements the field is left out. */
    <T> TreeFields putEach(String name, Collection<T> elements, Function<T, JsonNode> print) {
        return elements.isEmpty() ? this : put(name, array(elements, print));
    }

    TreeFields putStrings(String name, Collection<String> elements) {
        return putEach(name, elements, NODES::stringNode);
    }

    /** An array of numbers, printed even when it is empty, since that differs from an absent one. */
    TreeFields putNumbers(String name, @Nullable List<Integer> elements) {
        return elements == null ? this : put(name, array(elements, NODES::numberNode));
    }

    /** An array of ids, printed even when it is empty, since that differs from an absent one. */
    TreeFields putUuids(String name, @Nullable List<UUID> elements) {
        return elements == null ? this : put(name, array(elements, id -> NODES.stringNode(id.toString())));
    }

    TreeFields putStringLists(String name, Map<String, List<String>> lists) {
        if (lists.isEmpty()) {
            return this;
        }
        TreeFields map = new TreeFields();
        lists.forEach((key, values) -> map.put(key, array(values, NODES::stringNode)));
        return put(name, map.build());
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    ObjectNode build() {
        ObjectNode object = NODES.objectNode();
        object.setAll(fields);
        return object;
    }

    private static <T> ArrayNode array(Collection<T> elements, Function<T, ? extends JsonNode> print) {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(element -> array.add(print.apply(element)));
        return array;
    }
}
