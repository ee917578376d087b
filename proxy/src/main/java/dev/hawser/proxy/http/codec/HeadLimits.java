package dev.hawser.proxy.http.codec;

/**
 * How much of a message's head is read, and of its trailer section.
 *
 * @param lineBytes the longest request or status line, without its end; 1 to {@value #MAX_BYTES}, default {@value
 *     #DEFAULT_LINE_BYTES}: one of nginx's {@code large_client_header_buffers}
 * @param fieldsBytes the longest header block, with the ends of its lines; 1 to {@value #MAX_BYTES}, default {@value
 *     #DEFAULT_FIELDS_BYTES}: all four of those buffers
 * @param fieldCount the most field lines; 1 to {@value #MAX_FIELDS}, default {@value #DEFAULT_FIELDS}: as many as Kong
 *     looks at ({@code lua_max_req_headers})
 */
public record HeadLimits(int lineBytes, int fieldsBytes, int fieldCount) {

    public static final int DEFAULT_LINE_BYTES = 8192;
    public static final int DEFAULT_FIELDS_BYTES = 32768;
    public static final int DEFAULT_FIELDS = 100;
    public static final int MAX_BYTES = 1 << 20;
    public static final int MAX_FIELDS = 1000;
    public static final HeadLimits DEFAULT = new HeadLimits(DEFAULT_LINE_BYTES, DEFAULT_FIELDS_BYTES, DEFAULT_FIELDS);

    public HeadLimits {
        check("request line", lineBytes, MAX_BYTES);
        check("header block", fieldsBytes, MAX_BYTES);
        check("header fields", fieldCount, MAX_FIELDS);
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
        }
    }
}
