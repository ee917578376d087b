package dev.hawser.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a {@link TestOrigin} does with a request. */
public sealed interface OriginReply {

    /**
     * Answers with a response whose length is told by {@code Content-Length}.
     *
     * @param status the status code
     * @param fieldLines further field lines: {@code "Set-Cookie: a=b"}
     * @param content the content
     */
    record Respond(int status, List<String> fieldLines, String content) implements OriginReply {

        public Respond {
            fieldLines = List.copyOf(fieldLines);
        }

        byte[] bytes() {
            byte[] body = content.getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            fieldLines.forEach(line -> head.append(line).append("\r\n"));
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            return all;
        }
    }

    /** Sends this text (ISO 8859-1) as it is and keeps the connection. */
    record Raw(String text) implements OriginReply {}

    /** Sends this text (ISO 8859-1) as it is, a part of a response for instance, and closes the connection. */
    record RawThenClose(String text) implements OriginReply {}

    /** Closes the connection without an answer. */
    record Close() implements OriginReply {}

    /** Waits until the gate is opened, and then replies; a thread that waits for ever is a virtual one and hinders nothing. */
    record Held(CountDownLatch gate, OriginReply then) implements OriginReply {}

    /** Answers 200 with this content. */
    static OriginReply ok(String content, String... fieldLines) {
        return respond(200, content, fieldLines);
    }

    static OriginReply respond(int status, String content, String... fieldLines) {
        return new Respond(status, List.of(fieldLines), content);
    }

    /** Announces more content than it sends, and closes the connection in the middle of it. */
    static OriginReply closeMidBody(String content) {
        int announced = content.length() + 1000;
        return new RawThenClose("HTTP/1.1 200 Scripted\r\nContent-Length: " + announced + "\r\n\r\n" + content);
    }
}
