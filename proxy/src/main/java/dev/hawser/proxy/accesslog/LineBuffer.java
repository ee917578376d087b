package dev.hawser.proxy.accesslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines on their way to the log, in octets. What others chose (a path, a User-Agent, the name of a route) is written by
 * {@link #escaped} or {@link #json} only, which let nothing through that could end a line or a string.
 * Grows as needed; used by one thread.
 */
final class LineBuffer {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final long NANOS_IN_MICRO = 1000;

    /** How long an octet is at most, as {@code \xHH}. */
    private static final int ESCAPED = 4;

    /** How long a character is at most, as a unicode escape of JSON. */
    private static final int ESCAPED_CHARACTER = 6;

    private byte[] octets = new byte[8192];
    private int length;

    int length() {
        return length;
    }

    /** Goes back to a length it had. */
    void cut(int to) {
        length = to;
    }

    /** What is there, to be written; valid until something is added. */
    ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(octets, from, to - from);
    }

    /** Where the last line ends that begins before a limit and ends by it; else where the first one ends behind it. */
    int lineEnd(int from, int most) {
        int end = from;
        for (int i = from; i < length; i++) {
            if (octets[i] == '\n') {
                if (i + 1 - from > most && end > from) {
                    return end;
                }
                end = i + 1;
            }
        }
        return end;
    }

    /** How many lines end there. */
    int countLines(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += octets[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    private void room(int count) {
        if (octets.length - length < count) {
            octets = Arrays.copyOf(octets, Math.max(length * 2, length + count));
        }
    }

    private void put(int octet) {
        octets[length++] = (byte) octet;
    }

    LineBuffer octet(int octet) {
        room(1);
        put(octet);
        return this;
    }

    /** Text of our own, which has nothing but ASCII characters. */
    // The one method that copies a string's octets at once into an array that is there.
    @SuppressWarnings("deprecation")
    LineBuffer ascii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, octets, length);
        length += count;
        return this;
    }

    LineBuffer number(long value) {
        if (value < 0) {
            return ascii(Long.toString(value));
        }
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        return digits(value, count);
    }

    /** The last digits of a number that is not negative. */
    LineBuffer digits(long value, int count) {
        room(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            octets[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** A time in milliseconds, to the microsecond: {@code 1.234}. */
    LineBuffer millis(long nanos) {
        long micros = Math.abs(nanos) / NANOS_IN_MICRO;
        if (nanos < 0 && micros > 0) {
            octet('-');
        }
        return number(micros / 1000).octet('.').digits(micros % 1000, 3);
    }

    /** As nginx escapes: quotes, backslashes and everything but visible ASCII and the space as {@code \xHH}. */
    LineBuffer escaped(String latin1) {
        room(ESCAPED * latin1.length());
        for (int i = 0; i < latin1.length(); i++) {
            escaped(latin1.charAt(i) & 0xff);
        }
        return this;
    }

    LineBuffer escaped(byte[] text, int from, int count) {
        room(ESCAPED * count);
        for (int i = from; i < from + count; i++) {
            escaped(text[i] & 0xff);
        }
        return this;
    }

    private void escaped(int octet) {
        if (octet < ' ' || octet > '~' || octet == '"' || octet == '\\') {
            put('\\');
            put('x');
            hex(octet, 2);
        } else {
            put(octet);
        }
    }

    /** A string of JSON (RFC 8259 section 7) in ASCII: everything else is escaped. */
    LineBuffer json(String text) {
        room(ESCAPED_CHARACTER * text.length() + 2);
        put('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                put('\\');
                put(c);
            } else if (c < ' ' || c > '~') {
                put('\\');
                put('u');
                hex(c, 4);
            } else {
                put(c);
            }
        }
        put('"');
        return this;
    }

    private void hex(int value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            put(HEX[value >> shift & 0xf]);
        }
    }

    /** The same of octets that should be UTF-8; what is none becomes U+FFFD. */
    LineBuffer json(byte[] text, int from, int count) {
        return json(new String(text, from, count, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return new String(octets, 0, length, StandardCharsets.US_ASCII);
    }
}
