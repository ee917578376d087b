package dev.hawser.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads messages of HTTP/1.1 (RFC 9112) from a stream, leniently: it judges nothing. Used by one thread. */
final class MessageReader {

    private static final String CHUNKED = "chunked";

    private final InputStream in;

    MessageReader(InputStream in) {
        this.in = in;
    }

    /** What is known of a message's body from outside of its head. */
    enum Body {
        /** A request: none without a length. */
        OF_REQUEST,
        /** A response: without a length it ends with the connection. */
        OF_RESPONSE,
        /** The response to HEAD. */
        NONE
    }

    /** The head with the empty line that ends it; empty at the end of the stream. */
    String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                if (head.size() == 0) {
                    return "";
                }
                throw new EOFException("head: cut off after " + head.size() + " bytes");
            }
            head.write(next);
            if (next == (matched % 2 == 0 ? '\r' : '\n')) {
                matched++;
            } else {
                matched = next == '\r' ? 1 : 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** The content of the message with this head, without the framing of chunks. */
    byte[] body(HttpHead head, Body kind) throws IOException {
        if (kind == Body.NONE || hasNoContent(head)) {
            return new byte[0];
        }
        boolean chunked = head.field("transfer-encoding")
                .filter(coding -> coding.toLowerCase(Locale.ROOT).endsWith(CHUNKED))
                .isPresent();
        if (chunked) {
            return chunks();
        }
        if (head.field("content-length").isPresent()) {
            return exactly(Integer.parseInt(head.field("content-length").get()));
        }
        return kind == Body.OF_REQUEST ? new byte[0] : in.readAllBytes();
    }

    private static boolean hasNoContent(HttpHead head) {
        int status = head.status();
        return (status >= 100 && status < 200) || status == 204 || status == 304;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line();
            int extension = line.indexOf(';');
            int size = Integer.parseInt((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // trailer fields are of no interest
                }
                return body.toByteArray();
            }
            body.writeBytes(exactly(size));
            line();
        }
    }

    /** A line without its end. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("line: cut off");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body: " + bytes.length + " bytes (expected: " + length + ")");
        }
        return bytes;
    }
}
