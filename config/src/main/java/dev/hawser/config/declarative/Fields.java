package dev.hawser.config.declarative;

import dev.hawser.config.validation.Located;
import dev.hawser.config.validation.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object of a document. Every accessor makes its field known, reports a value of a wrong type, and
 * returns {@code null} (or an empty collection) for that and for an absent field or one that is {@code null}. What no
 * accessor asked for is reported by {@link #refuseOthers}. Used by one thread.
 */
final class Fields {

    /** What deck and Kong put beside an entity's own fields. */
    private static final List<String> ANNOTATIONS = List.of("_comment", "_ignore", "created_at", "updated_at");

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    private final JsonNode object;
    private final Place place;
    private final TreeSet<String> expected = new TreeSet<>();
    private final Set<String> tolerated = new HashSet<>(ANNOTATIONS);

    private Fields(JsonNode object, Place place) {
        this.object = object;
        this.place = place;
    }

    /** The fields of an object; anything else is reported. */
    static Optional<Fields> of(JsonNode node, Place place) {
        if (!node.isObject()) {
            place.report("expected a record");
            return Optional.empty();
        }
        return Optional.of(new Fields(node, place));
    }

    Place place() {
        return place;
    }

    /** An element of an array, not yet known to be an object. */
    record Element(JsonNode node, Place place) {}

    private @Nullable JsonNode value(String name) {
        expected.add(name);
        return peek(name);
    }

    private @Nullable JsonNode peek(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String name) {
        return value(name) != null;
    }

    private <T> @Nullable T typed(String name, Predicate<JsonNode> fits, Function<JsonNode, T> read, String expected) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!fits.test(value)) {
            place.field(name).report(expected);
            return null;
        }
        return read.apply(value);
    }

    @Nullable
    String string(String name) {
        return typed(name, JsonNode::isString, JsonNode::stringValue, "expected a string");
    }

    /** As {@link #string}, and absence is reported; then it is empty. */
    String requiredString(String name) {
        if (!has(name)) {
            place.field(name).report("required field missing");
            return "";
        }
        String value = string(name);
        return value == null ? "" : value;
    }

    @Nullable
    Boolean bool(String name) {
        return typed(name, JsonNode::isBoolean, JsonNode::booleanValue, "expected a boolean");
    }

    @Nullable
    Integer integer(String name) {
        JsonNode value = value(name);
        return value == null ? null : integer(value, place.field(name));
    }

    private static @Nullable Integer integer(JsonNode value, Place at) {
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            at.report("expected an integer");
            return null;
        }
        if (!value.canConvertToInt()) {
            at.report("value should be between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
            return null;
        }
        return value.intValue();
    }

    @Nullable
    Double number(String name) {
        return typed(name, JsonNode::isNumber, JsonNode::doubleValue, "expected a number");
    }

    @Nullable
    UUID uuid(String name) {
        String text = string(name);
        if (text == null || UUID_TEXT.matcher(text).matches()) {
            return text == null ? null : UUID.fromString(text);
        }
        place.field(name).report("expected a valid UUID");
        return null;
    }

    List<UUID> uuids(String name) {
        List<UUID> uuids = new ArrayList<>();
        for (Element element : elements(name)) {
            String text = text(element);
            if (text != null && UUID_TEXT.matcher(text).matches()) {
                uuids.add(UUID.fromString(text));
            } else if (text != null) {
                element.place.report("expected a valid UUID");
            }
        }
        return uuids;
    }

    /** One of a set of words. */
    <T> @Nullable T oneOf(String name, Function<String, Optional<T>> parse, List<String> words) {
        String text = string(name);
        if (text == null) {
            return null;
        }
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            place.field(name).report(expectedOneOf(words));
        }
        return value.orElse(null);
    }

    <T> List<T> eachOneOf(String name, Function<String, Optional<T>> parse, List<String> words) {
        List<T> values = new ArrayList<>();
        for (Element element : elements(name)) {
            String text = text(element);
            if (text != null) {
                parse.apply(text).ifPresentOrElse(values::add, () -> element.place.report(expectedOneOf(words)));
            }
        }
        return values;
    }

    private static String expectedOneOf(List<String> words) {
        return "expected one of: " + String.join(", ", words);
    }

    List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Element element : elements(name)) {
            String text = text(element);
            if (text != null) {
                strings.add(text);
            }
        }
        return strings;
    }

    private static @Nullable String text(Element element) {
        if (!element.node.isString()) {
            element.place.report("expected a string");
            return null;
        }
        return element.node.stringValue();
    }

    @Nullable
    List<Integer> integers(String name) {
        if (!has(name)) {
            return null;
        }
        List<Integer> integers = new ArrayList<>();
        for (Element element : elements(name)) {
            Integer value = integer(element.node, element.place);
            if (value != null) {
                integers.add(value);
            }
        }
        return integers;
    }

    /** A map from names to arrays of strings. */
    Map<String, List<String>> stringLists(String name) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        record(name).ifPresent(fields -> {
            for (String key : fields.object.propertyNames()) {
                lists.put(key, fields.strings(key));
            }
        });
        return lists;
    }

    /** The fields of a nested object. */
    Optional<Fields> record(String name) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : of(value, place.field(name));
    }

    /** The elements of an array. */
    List<Element> elements(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        // An empty table of Lua, which Kong's own exports are made of, comes out as an object.
        if (!value.isArray() && !(value.isObject() && value.isEmpty())) {
            place.field(name).report("expected an array");
            return List.of();
        }
        List<Element> elements = new ArrayList<>();
        for (JsonNode element : value.values()) {
            elements.add(new Element(element, place.field(name).item(elements.size())));
        }
        return elements;
    }

    /** The elements of an array of objects, whose reports are counted apart. */
    List<Fields> records(String name) {
        List<Fields> records = new ArrayList<>();
        for (Element element : elements(name)) {
            of(element.node, element.place.apart()).ifPresent(records::add);
        }
        return records;
    }

    /** What names another entity: its name or id as a string, or an object with one of them. */
    @Nullable
    String reference(String name) {
        JsonNode value = value(name);
        if (value == null || !value.isObject()) {
            return string(name);
        }
        Fields fields = new Fields(value, place.field(name));
        String id = fields.string("id");
        String byName = fields.string("name");
        fields.refuseOthers();
        if (id == null && byName == null) {
            place.field(name).report("required field missing (expected: id or name)");
        }
        return id == null ? byName : id;
    }

    /** What names a certificate, which has no name but its id. */
    @Nullable
    UUID certificate(String name) {
        String reference = reference(name);
        if (reference == null || UUID_TEXT.matcher(reference).matches()) {
            return reference == null ? null : UUID.fromString(reference);
        }
        place.field(name).report("expected a valid UUID");
        return null;
    }

    /** Takes these fields, whatever they hold. */
    void ignore(String... names) {
        tolerated.addAll(Arrays.asList(names));
    }

    /** Reports those of these fields that ask for something: that are not absent, empty or false. */
    void refuseUnsupported(String... names) {
        for (String name : names) {
            JsonNode value = peek(name);
            boolean asks = value != null
                    && !(value.isContainer() && value.isEmpty())
                    && !(value.isBoolean() && !value.booleanValue());
            if (asks) {
                place.field(name).report("not supported by this gateway (expected: none)");
            }
            tolerated.add(name);
        }
    }

    /** Reports every field that was not asked for. */
    void refuseOthers() {
        for (String name : object.propertyNames()) {
            if (!expected.contains(name) && !tolerated.contains(name)) {
                place.field(name).report("unknown field (expected one of: " + String.join(", ", expected) + ")");
            }
        }
    }

    /** Whether everything was as it should be so far, here and in nested objects that are no entities. */
    Located.State state() {
        return place.clean() ? Located.State.WHOLE : Located.State.BROKEN;
    }
}
