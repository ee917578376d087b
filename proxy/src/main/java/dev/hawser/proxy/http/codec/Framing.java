package dev.hawser.proxy.http.codec;

import java.util.stream.LongStream;

/** How the end of a message's body is found (RFC 9112 section 6.3). */
public sealed interface Framing {

    /** There is no body. */
    Framing NONE = new None();

    /** The body goes in chunks, the last of which is empty. */
    Framing CHUNKED = new Chunked();

    /** The body goes on until the connection is closed; of responses only. */
    Framing UNTIL_CLOSE = new UntilClose();

    record None() implements Framing {}

    /**
     * The body has a known length.
     *
     * @param bytes how long it is, as its Content-Length field says
     */
    record Length(long bytes) implements Framing {

        /** Those of most small responses, made ahead. */
        private static final Length[] SHORT =
                LongStream.range(0, 1024).mapToObj(Length::new).toArray(Length[]::new);

        static Length of(long bytes) {
            return bytes < SHORT.length ? SHORT[(int) bytes] : new Length(bytes);
        }
    }

    record Chunked() implements Framing {}

    record UntilClose() implements Framing {}
}
