package dev.hawser.proxy.http.codec;

/**
 * How much of a message's head is read.
 *
 * @param lineBytes the longest request or status line; default {@value #DEFAULT_LINE_BYTES}
 * @param fieldsBytes the longest header block; default {@value #DEFAULT_FIELDS_BYTES}
 */
public record HeadLimits(int lineBytes, int fieldsBytes) {

    public static final int DEFAULT_LINE_BYTES = 8192;
    public static final int DEFAULT_FIELDS_BYTES = 32768;
    public static final HeadLimits DEFAULT = new HeadLimits(DEFAULT_LINE_BYTES, DEFAULT_FIELDS_BYTES);

    public HeadLimits {
        if (lineBytes < 1 || fieldsBytes < 1) {
            throw new IllegalArgumentException(
                    "head limits: " + lineBytes + ", " + fieldsBytes + " (expected: at least 1)");
        }
    }
}
