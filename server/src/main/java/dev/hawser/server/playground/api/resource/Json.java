package dev.hawser.server.playground.api.resource;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and writes the trees that objects are. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(List<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /**
     * Reads a JSON document.
     *
     * @throws ApiFailure 400 when it is none
     */
    public static JsonNode parse(byte[] document) {
        return parse(MAPPER, document);
    }

    /**
     * Reads a YAML document, which a JSON document is as well.
     *
     * @throws ApiFailure 400 when it is none
     */
    public static JsonNode parseYaml(byte[] document) {
        return parse(YAML, document);
    }

    private static JsonNode parse(ObjectMapper mapper, byte[] document) {
        try {
            return mapper.readTree(document);
        } catch (JacksonException e) {
            throw ApiFailure.badRequest("the body of the request could not be read: " + e.getOriginalMessage());
        }
    }

    /**
     * The tree as an object.
     *
     * @throws ApiFailure 400 when it is something else
     */
    public static ObjectNode asObject(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ApiFailure.badRequest("the body of the request is no object (expected: a JSON object)");
    }

    /** The node below the tree at a dotted path such as {@code spec.nodeName}; a missing node when there is none. */
    public static JsonNode at(JsonNode tree, String dottedPath) {
        JsonNode node = tree;
        for (String field : dottedPath.split("\\.", -1)) {
            node = node.path(field);
        }
        return node;
    }

    /** The text or number at a dotted path; empty when there is none. */
    public static String text(JsonNode tree, String dottedPath) {
        return at(tree, dottedPath).asString("");
    }

    /**
     * Takes fields that are null out of the tree, at any depth: clients write them for "not set"
     * ({@code creationTimestamp: null}), and an API server never stores them.
     */
    public static void dropNulls(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            for (String field : new ArrayList<>(object.propertyNames())) {
                JsonNode value = object.path(field);
                if (value.isNull()) {
                    object.remove(field);
                } else {
                    dropNulls(value);
                }
            }
        } else {
            tree.values().forEach(Json::dropNulls);
        }
    }
}
