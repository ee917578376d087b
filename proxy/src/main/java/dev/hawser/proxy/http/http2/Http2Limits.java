package dev.hawser.proxy.http.http2;

/**
 * How much a client may have under way on one connection.
 *
 * @param streams how many requests at once, 1 to {@value #MAX_STREAMS}; default 128, as nginx has it
 * @param windowBytes how much of a request's body may be sent ahead of the endpoint that takes it, in bytes, 1 to 2^31-1;
 *     default 65535 (RFC 9113 section 6.9.2). Together as much as all streams may have, so that a stream that stands still
 *     holds up no other
 * @param frameBytes the longest frame that is taken, in bytes, 16384 to 16777215; default 16384 (RFC 9113 section 4.2)
 */
public record Http2Limits(int streams, int windowBytes, int frameBytes) {

    static final int MAX_STREAMS = 10_000;

    public static final Http2Limits DEFAULT = new Http2Limits(128, 65535, 16384);

    public Http2Limits {
        check("streams", streams, 1, MAX_STREAMS);
        check("window", windowBytes, 1, Integer.MAX_VALUE);
        check("frame", frameBytes, 16384, (1 << 24) - 1);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "HTTP/2 " + name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /** The window of the whole connection, in bytes. */
    public int connectionWindowBytes() {
        return (int) Math.min(Integer.MAX_VALUE, (long) streams * windowBytes);
    }
}
