package dev.hawser.kubernetes.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hawser.kubernetes.manifest.YamlNode.Mapping;
import dev.hawser.kubernetes.manifest.YamlNode.Scalar;
import dev.hawser.kubernetes.manifest.YamlNode.Sequence;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a document has the fields of a type and no others, and that each holds what the type says. A type without
 * fields of its own holds anything.
 */
final class StrictSchema {

    private static final Map<Class<?>, ScalarType> SCALARS = Map.of(
            String.class,
            new ScalarType("a string", value -> value instanceof String),
            Boolean.class,
            new ScalarType("true or false", value -> value instanceof Boolean),
            Integer.class,
            new ScalarType("an integer", value -> value instanceof Long number && number == number.intValue()),
            Long.class,
            new ScalarType("an integer", value -> value instanceof Long),
            Double.class,
            new ScalarType("a number", value -> value instanceof Number),
            IntOrString.class,
            new ScalarType("an integer or a string", value -> value instanceof Long || value instanceof String));

    private final BiConsumer<String, YamlNode> unknownField;
    private final Mismatch mismatch;

    private record ScalarType(String expected, Predicate<@Nullable Object> holds) {}

    /** Takes what is wrong. */
    interface Mismatch {
        void at(String path, YamlNode node, String expected);
    }

    /**
     * Makes a check.
     *
     * @param unknownField takes the path and node of each field that the type has not
     * @param mismatch takes the path and node of each value that is of another type
     */
    StrictSchema(BiConsumer<String, YamlNode> unknownField, Mismatch mismatch) {
        this.unknownField = unknownField;
        this.mismatch = mismatch;
    }

    void check(YamlNode node, Type type, String path) {
        if (node.isNull()) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            checkContainer(node, generic, path);
        } else if (type instanceof Class<?> plain && !checkScalar(node, plain, path)) {
            checkFields(node, plain, path);
        }
    }

    private void checkContainer(YamlNode node, ParameterizedType type, String path) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            if (node instanceof Sequence(int at, List<YamlNode> items)) {
                for (int i = 0; i < items.size(); i++) {
                    checkItem(items.get(i), arguments[0], path + "[" + i + "]");
                }
            } else {
                mismatch.at(path, node, "a list");
            }
        } else if (type.getRawType() == Map.class) {
            if (node instanceof Mapping(int at, Map<String, YamlNode> fields)) {
                fields.forEach((name, value) -> check(value, arguments[1], path + "[" + name + "]"));
            } else {
                mismatch.at(path, node, "a map");
            }
        }
    }

    /** A null is no item; elsewhere it counts as left out. */
    private void checkItem(YamlNode item, Type type, String path) {
        if (item.isNull()) {
            mismatch.at(path, item, "a value");
        } else {
            check(item, type, path);
        }
    }

    /** Whether the type is one of scalars, which have no fields. */
    private boolean checkScalar(YamlNode node, Class<?> type, String path) {
        ScalarType scalar = SCALARS.get(type);
        if (scalar == null) {
            return false;
        }
        if (!(node instanceof Scalar(int at, Object value)) || !scalar.holds.test(value)) {
            mismatch.at(path, node, scalar.expected);
        }
        return true;
    }

    private void checkFields(YamlNode node, Class<?> type, String path) {
        Map<String, Type> known = fieldsOf(type);
        if (known.isEmpty()) {
            return;
        }
        if (!(node instanceof Mapping(int at, Map<String, YamlNode> fields))) {
            mismatch.at(path, node, "an object");
            return;
        }
        fields.forEach((name, value) -> {
            String fieldPath = path.isEmpty() ? name : path + "." + name;
            Type fieldType = known.get(name);
            if (fieldType == null) {
                unknownField.accept(fieldPath, value);
            } else {
                check(value, fieldType, fieldPath);
            }
        });
    }

    private static Map<String, Type> fieldsOf(Class<?> type) {
        Map<String, Type> fields = new HashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                fields.put(component.getName(), component.getGenericType());
            }
        } else if (type.getGenericSuperclass() instanceof ParameterizedType generic
                && generic.getRawType() == CustomResource.class) {
            fields.put("apiVersion", String.class);
            fields.put("kind", String.class);
            fields.put("metadata", ObjectMeta.class);
            fields.put("spec", generic.getActualTypeArguments()[0]);
            fields.put("status", generic.getActualTypeArguments()[1]);
        } else {
            for (Field field : type.getDeclaredFields()) {
                JsonProperty property = field.getAnnotation(JsonProperty.class);
                if (property != null) {
                    fields.put(property.value(), field.getGenericType());
                }
            }
        }
        return fields;
    }
}
