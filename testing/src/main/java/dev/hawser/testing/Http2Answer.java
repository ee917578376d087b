package dev.hawser.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stream.
 *
 * @param head the last block before the content; empty when there was none
 * @param text the content that came, in ISO 8859-1
 * @param trailers empty when there were none
 * @param failure how it ended otherwise than by its end: {@code reset CODE}, {@code goaway CODE} or {@code closed}, the code
 *     as RFC 9113 section 7 names it; else empty
 */
public record Http2Answer(List<Http2Field> head, String text, List<Http2Field> trailers, String failure) {

    private static final List<String> CODES = List.of(
            "NO_ERROR",
            "PROTOCOL_ERROR",
            "INTERNAL_ERROR",
            "FLOW_CONTROL_ERROR",
            "SETTINGS_TIMEOUT",
            "STREAM_CLOSED",
            "FRAME_SIZE_ERROR",
            "REFUSED_STREAM",
            "CANCEL",
            "COMPRESSION_ERROR",
            "CONNECT_ERROR",
            "ENHANCE_YOUR_CALM",
            "INADEQUATE_SECURITY",
            "HTTP_1_1_REQUIRED");

    /** The status, or 0 when no head came. */
    public int status() {
        List<String> status = values(":status");
        return status.isEmpty() ? 0 : Integer.parseInt(status.getFirst());
    }

    /** The values of all lines of that name in the head. */
    public List<String> values(String name) {
        return head.stream()
                .filter(field -> field.name().equals(name))
                .map(Http2Field::value)
                .toList();
    }

    /** In short: the failure, else the status. */
    public String outcome() {
        return failure.isEmpty() ? Integer.toString(status()) : failure;
    }

    static String codeName(int code) {
        return code >= 0 && code < CODES.size() ? CODES.get(code) : Integer.toString(code);
    }

    /** What has come so far. */
    static final class Draft {

        private List<Http2Field> head = List.of();
        private List<Http2Field> trailers = List.of();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable String failure;

        void fields(List<Http2Field> fields) {
            if (fields.stream().anyMatch(field -> field.name().equals(":status"))) {
                head = fields;
            } else {
                trailers = fields;
            }
        }

        void content(byte[] octets, int from, int length) {
            content.write(octets, from, length);
        }

        /** The first end counts: a server may reset a stream whose response is whole (RFC 9113 section 8.1). */
        void end(String how) {
            failure = failure == null ? how : failure;
        }

        boolean ended() {
            return failure != null;
        }

        Http2Answer finished() {
            return new Http2Answer(
                    head, content.toString(StandardCharsets.ISO_8859_1), trailers, failure == null ? "" : failure);
        }
    }
}
