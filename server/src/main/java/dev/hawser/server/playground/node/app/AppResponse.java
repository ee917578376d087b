package dev.hawser.server.playground.node.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer; the connection adds the framing. */
record AppResponse(int status, String contentType, List<Header> headers, Body body) {

    /** The content, whose size is known before it is sent. */
    sealed interface Body {

        long sizeBytes();

        /** UTF-8 text. */
        record Text(String text) implements Body {
            @Override
            public long sizeBytes() {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }

        /** That many bytes of the letter x. */
        record Filler(long sizeBytes) implements Body {}
    }

    AppResponse {
        headers = List.copyOf(headers);
    }

    static AppResponse text(int status, String text) {
        return new AppResponse(status, "text/plain; charset=utf-8", List.of(), new Body.Text(text));
    }

    static AppResponse json(String json) {
        return new AppResponse(200, "application/json", List.of(), new Body.Text(json));
    }

    static AppResponse filler(long bytes) {
        return new AppResponse(200, "application/octet-stream", List.of(), new Body.Filler(bytes));
    }

    AppResponse with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new AppResponse(status, contentType, more, body);
    }

    /** The reason phrase of the status (RFC 9110 section 15). */
    String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 503 -> "Service Unavailable";
            default -> "";
        };
    }
}
