package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.protobuf.ProtobufObjects;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request.
 *
 * @param path decoded, without the query
 * @param accept the header's value; empty when there is none
 * @param contentType the header's value; empty when there is none
 */
record ApiRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        String accept,
        String contentType,
        ByteBuffer body) {

    /** A parameter's first value; empty when it is not there. */
    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    boolean isSet(String parameter) {
        String value = parameter(parameter).toLowerCase(Locale.ROOT);
        return value.equals("true") || value.equals("1");
    }

    boolean hasBody() {
        return body.hasRemaining();
    }

    byte[] bodyBytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    /**
     * The body as an object.
     *
     * @throws ApiFailure 415 when its type is none of JSON, YAML and Kubernetes' protobuf; 400 when it is malformed or no
     *     object. A body of another type is not guessed at, so that a web page cannot write with a form.
     */
    ObjectNode object(ProtobufObjects protobuf) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        JsonNode tree = switch (type) {
            case "application/json" -> Json.parse(bodyBytes());
            case "application/yaml" -> Json.parseYaml(bodyBytes());
            case ProtobufObjects.MEDIA_TYPE -> protobuf.read(bodyBytes());
            default -> throw ApiFailure.unsupportedMediaType("application/json, application/yaml");
        };
        return Json.asObject(tree);
    }
}
