package dev.hawser.proxy.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The texts that values were lately: clients repeat their hosts, targets and cookies, which then are no new strings. A text
 * has one place, where another may follow it; so this never grows, and what clients send makes it slower at worst. Belongs
 * to one event loop.
 */
final class SeenTexts {

    /** Longer values are new strings each time, in bytes; together at most a quarter of a MiB is kept. */
    private static final int MAX_LENGTH = 256;

    private static final int PLACES = 512;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final byte[][] octets = new byte[PLACES][];
    private final String[] texts = new String[PLACES];

    SeenTexts() {
        Arrays.fill(octets, new byte[0]);
        Arrays.fill(texts, "");
    }

    /** What stands there, in ISO 8859-1. */
    String of(byte[] from, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return "";
        }
        if (length > MAX_LENGTH) {
            return new String(from, start, length, StandardCharsets.ISO_8859_1);
        }
        int place = place(from, start, end);
        byte[] before = octets[place];
        String text = texts[place];
        if (!Arrays.equals(before, 0, before.length, from, start, end)) {
            octets[place] = Arrays.copyOfRange(from, start, end);
            text = new String(from, start, length, StandardCharsets.ISO_8859_1);
            texts[place] = text;
        }
        return text;
    }

    private static int place(byte[] from, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at <= end - 8; at += 8) {
            hash = (hash ^ Octets.word(from, at)) * FACTOR;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ from[at]) * FACTOR;
        }
        return (int) ((hash * FACTOR) >>> 55);
    }
}
