package dev.hawser.proxy.http.codec;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the number of a name, in any case. The length and four letters of a name lead to the only candidate; two or
 * three words decide whether it is that one. Letters are compared in lower case by setting a bit that every other
 * character must have as it is.
 */
final class KnownNames {

    private static final int SLOTS = 512;
    private static final int MAX_FACTOR = 100_000;
    private static final FieldName[] NAMES = FieldName.values();

    /** One of the few factors with which no two names share a slot; looked for when the class is loaded. */
    private static final int FACTOR;

    private static final byte[] SLOT_KINDS;
    private static final Pattern[] PATTERNS = new Pattern[NAMES.length + 1];
    private static final byte[][] OCTETS = new byte[NAMES.length + 1][];
    private static final AsciiString[] LOWER = new AsciiString[NAMES.length + 1];

    static {
        if (NAMES.length > 63) {
            throw new IllegalStateException("field names: " + NAMES.length + " (expected: at most 63)");
        }
        for (FieldName name : NAMES) {
            PATTERNS[name.kind()] = Pattern.of(name);
            OCTETS[name.kind()] = name.toString().getBytes(StandardCharsets.US_ASCII);
            LOWER[name.kind()] = AsciiString.cached(name.toString().toLowerCase(Locale.ROOT));
        }
        int factor = 1;
        byte[] slots = fill(factor);
        while (slots == null) {
            factor += 2;
            if (factor > MAX_FACTOR) {
                throw new IllegalStateException("field names: two look alike (expected: others, or another key)");
            }
            slots = fill(factor);
        }
        FACTOR = factor;
        SLOT_KINDS = slots;
    }

    private KnownNames() {}

    private static byte @Nullable [] fill(int factor) {
        byte[] slots = new byte[SLOTS];
        for (FieldName name : NAMES) {
            byte[] octets = OCTETS[name.kind()];
            int length = octets.length;
            int slot = slot(octets[0], octets[length / 2], octets[length - 2], octets[length - 1], length, factor);
            if (slots[slot] != 0) {
                return null;
            }
            slots[slot] = (byte) name.kind();
        }
        return slots;
    }

    private static int slot(int first, int middle, int lastButOne, int last, int length, int factor) {
        int letters = (first | 0x20) << 24 ^ (middle | 0x20) << 16 ^ (lastButOne | 0x20) << 8 ^ (last | 0x20);
        return ((letters ^ length << 11) * factor * 0x9E3779B1) >>> 23;
    }

    /** The number of the name that stands there; 0 for any other. */
    static int kindOf(byte[] octets, int from, int to) {
        int length = to - from;
        if (length < 2) {
            return 0;
        }
        int slot = slot(octets[from], octets[from + length / 2], octets[to - 2], octets[to - 1], length, FACTOR);
        int kind = SLOT_KINDS[slot];
        return kind != 0 && PATTERNS[kind].matches(octets, from, length) ? kind : 0;
    }

    static int kindOf(CharSequence name) {
        if (name instanceof FieldName known) {
            return known.kind();
        }
        int length = name.length();
        if (length < 2) {
            return 0;
        }
        int slot = slot(
                (byte) name.charAt(0),
                (byte) name.charAt(length / 2),
                (byte) name.charAt(length - 2),
                (byte) name.charAt(length - 1),
                length,
                FACTOR);
        int kind = SLOT_KINDS[slot];
        return kind != 0 && Octets.regionMatches(OCTETS[kind], 0, OCTETS[kind].length, name) ? kind : 0;
    }

    /** A name as it is written; not to be changed. */
    static byte[] octets(FieldName name) {
        return OCTETS[name.kind()];
    }

    /** A name in lower case. */
    static AsciiString lower(int kind) {
        return LOWER[kind];
    }

    static FieldName name(int kind) {
        return NAMES[kind - 1];
    }

    /** A name as words: the first eight, the last eight and, of names longer than sixteen, the second eight characters. */
    private static final class Pattern {

        private final int length;
        private final long[] lower = new long[3];
        /** Where those words have letters, the bit of lower case. */
        private final long[] cases = new long[3];

        private Pattern(int length) {
            this.length = length;
        }

        static Pattern of(FieldName name) {
            byte[] octets = name.toString().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
            int length = octets.length;
            if (length > 24) {
                throw new IllegalStateException("field name: " + name + " (expected: at most 24 characters)");
            }
            int[] starts = {0, Math.max(0, length - 8), length > 16 ? 8 : 0};
            Pattern pattern = new Pattern(length);
            for (int word = 0; word < 3; word++) {
                for (int i = 0; i < 8 && starts[word] + i < length; i++) {
                    long octet = octets[starts[word] + i];
                    pattern.lower[word] |= octet << (8 * i);
                    pattern.cases[word] |= (octet >= 'a' && octet <= 'z' ? 0x20L : 0) << (8 * i);
                }
            }
            return pattern;
        }

        boolean matches(byte[] octets, int from, int actual) {
            if (actual != length) {
                return false;
            }
            if (length < 8) {
                return matchesShort(octets, from);
            }
            return (Octets.word(octets, from) | cases[0]) == lower[0]
                    && (Octets.word(octets, from + length - 8) | cases[1]) == lower[1]
                    && (length <= 16 || (Octets.word(octets, from + 8) | cases[2]) == lower[2]);
        }

        private boolean matchesShort(byte[] octets, int from) {
            long word = 0;
            if (from + 8 <= octets.length) {
                word = Octets.word(octets, from) & ((1L << (8 * length)) - 1);
            } else {
                for (int i = 0; i < length; i++) {
                    word |= (octets[from + i] & 0xffL) << (8 * i);
                }
            }
            return (word | cases[0]) == lower[0];
        }
    }
}
