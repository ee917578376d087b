package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** What a request is answered with. */
sealed interface ApiResponse {

    String JSON = "application/json";

    /** A complete body. */
    record Document(int code, String contentType, ByteBuffer body) implements ApiResponse {}

    /** A stream of events. */
    record Watch(WatchStream stream) implements ApiResponse {}

    static Document json(int code, JsonNode tree) {
        return new Document(code, JSON, ByteBuffer.wrap(Json.bytes(tree)));
    }

    static Document text(String text) {
        return new Document(200, "text/plain; charset=utf-8", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
