package dev.hawser.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the values of enumerations into the order in which they are declared: the generator sorts them, but the API server
 * recites them in its messages as they stand in the schema.
 */
final class DeclaredOrder {

    private DeclaredOrder() {}

    static void restore(Class<?> type, JSONSchemaProps schema) {
        for (RecordComponent component : type.getRecordComponents()) {
            JSONSchemaProps property = CustomResourceDefinitions.property(schema, component.getName());
            Class<?> form = form(type, component);
            if (form.isEnum()) {
                property.setEnum(words(form));
            } else if (form.isRecord()) {
                boolean isList = property.getItems() != null;
                restore(form, isList ? property.getItems().getSchema() : property);
            }
        }
    }

    private static Class<?> form(Class<?> type, RecordComponent component) {
        try {
            SchemaFrom from = type.getDeclaredField(component.getName()).getAnnotation(SchemaFrom.class);
            Class<?> form = from == null ? component.getType() : from.type();
            return form.isArray() ? form.getComponentType() : element(component, form);
        } catch (NoSuchFieldException e) {
            throw new AssertionError("a record has a field for each component", e);
        }
    }

    private static Class<?> element(RecordComponent component, Class<?> form) {
        if (form == List.class && component.getGenericType() instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return element instanceof Class<?> type ? type : Object.class;
        }
        return form;
    }

    private static List<JsonNode> words(Class<?> type) {
        return Arrays.stream(type.getFields())
                .map(constant -> constant.getAnnotation(JsonProperty.class).value())
                .<JsonNode>map(TextNode::valueOf)
                .toList();
    }
}
