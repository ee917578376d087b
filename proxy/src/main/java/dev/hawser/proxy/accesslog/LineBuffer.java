package dev.hawser.proxy.accesslog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lines on their way to the log, in octets. What others chose (a path, a User-Agent, the name of a route) is written by
 * {@link #escaped} or {@link #json} only, which let nothing through that could end a line, a string or a terminal's
 * patience. Grows as needed; used by one thread.
 */
final class LineBuffer {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final long NANOS_IN_MICRO = 1000;

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

    LineBuffer octet(int octet) {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, length * 2);
        }
        octets[length++] = (byte) octet;
        return this;
    }

    /** Text of our own, which has nothing but ASCII characters. */
    LineBuffer ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            octet(text.charAt(i));
        }
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
        for (int i = 0; i < count; i++) {
            octet('0');
        }
        long rest = value;
        for (int i = length - 1; i >= length - count; i--) {
            octets[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
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
        for (int i = 0; i < latin1.length(); i++) {
            escaped(latin1.charAt(i) & 0xff);
        }
        return this;
    }

    LineBuffer escaped(byte[] text, int from, int count) {
        for (int i = from; i < from + count; i++) {
            escaped(text[i] & 0xff);
        }
        return this;
    }

    private void escaped(int octet) {
        if (octet < ' ' || octet > '~' || octet == '"' || octet == '\\') {
            octet('\\').octet('x').octet(HEX[octet >> 4]).octet(HEX[octet & 0xf]);
        } else {
            octet(octet);
        }
    }

    /** A string of JSON (RFC 8259 section 7) in ASCII: everything else is escaped. */
    LineBuffer json(String text) {
        octet('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                octet('\\').octet(c);
            } else if (c < ' ' || c > '~') {
                octet('\\').octet('u').octet(HEX[c >> 12]).octet(HEX[c >> 8 & 0xf]);
                octet(HEX[c >> 4 & 0xf]).octet(HEX[c & 0xf]);
            } else {
                octet(c);
            }
        }
        return octet('"');
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
