package dev.hawser.proxy.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches and compares octets, eight at a time where that pays. A search within a word finds the lowest octet rightly
 * whatever is above it, for a borrow runs upwards only.
 */
final class Octets {

    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SP = ' ';
    static final byte HTAB = '\t';

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ONES * SP;
    private static final long DELETES = ONES * 0x7f;
    private static final long HASHES = ONES * '#';

    /** What may stand in a token (RFC 9110 section 5.6.2). */
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
    }

    private Octets() {}

    /** Eight octets, the first of them lowest. */
    static long word(byte[] octets, int at) {
        return (long) WORD.get(octets, at);
    }

    /** Where the first control character but the tab is, {@code to} when there is none. */
    static int control(byte[] octets, int from, int to) {
        int at = from;
        while (at < to) {
            int next = controlOrTab(octets, at, to);
            if (next == to || octets[next] != HTAB) {
                return next;
            }
            at = next + 1;
        }
        return to;
    }

    private static int controlOrTab(byte[] octets, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            long word = word(octets, at);
            long low = (word - SPACES) & ~word;
            long found = (low | zeros(word ^ DELETES)) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; at < to; at++) {
            int octet = octets[at] & 0xff;
            if (octet < SP || octet == 0x7f) {
                return at;
            }
        }
        return to;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    /** Where an octet is first, {@code to} when it is nowhere. */
    static int indexOf(byte[] octets, byte wanted, int from, int to) {
        long pattern = ONES * wanted;
        int at = from;
        for (; at <= to - 8; at += 8) {
            long found = zeros(word(octets, at) ^ pattern) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && octets[at] != wanted) {
            at++;
        }
        return at;
    }

    /** Whether all are visible ASCII characters but {@code #}; to be asked of what has no control characters. */
    static boolean isTarget(byte[] octets, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            long word = word(octets, at);
            if (((word | zeros(word ^ SPACES) | zeros(word ^ HASHES) | ((word - SPACES) & ~word)) & HIGHS) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (octets[at] <= SP || octets[at] == '#') {
                return false;
            }
        }
        return true;
    }

    static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    static boolean isToken(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TOKEN[octets[i] & 0xff]) {
                return false;
            }
        }
        return from < to;
    }

    static boolean isBlank(byte octet) {
        return octet == SP || octet == HTAB;
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    /** Whether text stands there, without regard to case. */
    static boolean regionMatches(byte[] octets, int from, int to, CharSequence text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(octets[i] & 0xff) != lower(text.charAt(i - from))) {
                return false;
            }
        }
        return true;
    }
}
