package dev.hawser.kubernetes.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a document that knows its line, the first being 1. */
sealed interface YamlNode {

    int line();

    /**
     * Named parts, in order.
     *
     * @param fields the parts by their names
     */
    record Mapping(int line, Map<String, YamlNode> fields) implements YamlNode {}

    /** Numbered parts. */
    record Sequence(int line, List<YamlNode> items) implements YamlNode {}

    /**
     * A text, number or truth value.
     *
     * @param value a String, Long, Double or Boolean; {@code null} stands for itself
     */
    record Scalar(int line, @Nullable Object value) implements YamlNode {}

    /** Whether it is an explicit null, which counts as left out. */
    default boolean isNull() {
        return this instanceof Scalar(int at, Object value) && value == null;
    }

    /** The values without their lines; explicit nulls are left out of mappings. */
    default @Nullable Object toObject() {
        return switch (this) {
            case Scalar(int at, Object value) ->
                // fabric8's IntOrString takes an Integer only.
                value instanceof Long number && number == number.intValue() ? (Object) number.intValue() : value;
            case Sequence(int at, List<YamlNode> items) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(item.toObject()));
                yield list;
            }
            case Mapping(int at, Map<String, YamlNode> fields) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                fields.forEach((name, node) -> {
                    if (!node.isNull()) {
                        map.put(name, node.toObject());
                    }
                });
                yield map;
            }
        };
    }

    /** The text of a field; {@code null} when there is none or it is no text. */
    default @Nullable String text(String name) {
        return this instanceof Mapping(int at, Map<String, YamlNode> fields)
                        && fields.get(name) instanceof Scalar(int line, Object value)
                        && value instanceof String text
                ? text
                : null;
    }

    /** The line of the deepest part that a path such as {@code spec.rules[0].host} leads to. */
    default int lineOf(String path) {
        YamlNode node = this;
        for (String step : path.replace("[", ".[").split("\\.", -1)) {
            YamlNode next = node.step(step);
            if (next == null) {
                return node.line();
            }
            node = next;
        }
        return node.line();
    }

    private @Nullable YamlNode step(String step) {
        if (this instanceof Mapping(int at, Map<String, YamlNode> fields)) {
            return fields.get(step);
        }
        if (this instanceof Sequence(int at, List<YamlNode> items) && step.matches("\\[\\d{1,6}]")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            return index < items.size() ? items.get(index) : null;
        }
        return null;
    }
}
