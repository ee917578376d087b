package dev.hawser.server.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer to a GET.
 *
 * @param status the status code
 * @param contentType what the body is
 * @param body empty for none
 */
public record HttpReply(int status, String contentType, String body) {

    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Plain text, ended by a line feed when there is none. */
    public static HttpReply text(int status, String text) {
        return new HttpReply(status, PLAIN, text.endsWith("\n") ? text : text + "\n");
    }

    public static HttpReply json(String json) {
        return new HttpReply(200, "application/json; charset=utf-8", json);
    }

    /** There is nothing to show. */
    public static HttpReply empty() {
        return new HttpReply(204, PLAIN, "");
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
