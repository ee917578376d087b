package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of {@link Fields}: a table of where their names and values stand in the received head and in the lines added to
 * it. What is known of them without making anything a string.
 */
abstract sealed class FieldTable permits Fields {

    /** The numbers of the table that belong to one line. */
    static final int STRIDE = 4;

    /** In the second number of a line: it is among the lines added here. */
    private static final int OWN = 1;

    /** In the second number of a line: it is written as it stands, with one space behind the colon. */
    static final int PLAIN = 2;

    private static final int KIND_SHIFT = 2;
    private static final int KIND_MASK = 0x3f;
    static final int LENGTH_SHIFT = 8;
    static final byte[] NOTHING = {};
    static final int[] NO_LINES = {};

    /** Where the arrays come from and go back to; {@code null} when they belong to the collector. */
    @Nullable
    HeadStore store;

    /** Whether what was received belongs to another, whose copy this is. */
    final boolean shares;

    byte[] received;
    byte[] own = NOTHING;
    int ownLength;

    /** Of each line: start of the name; length of the name, its number and flags; start and end of the value. */
    int[] table;

    int size;

    /** The recognised names that have a line. */
    long present;

    FieldTable(@Nullable HeadStore store, boolean shares, byte[] received, int[] table, int size, long present) {
        this.store = store;
        this.shares = shares;
        this.received = received;
        this.table = table;
        this.size = size;
        this.present = present;
    }

    /** The second number of a line. */
    static int meta(int nameLength, int kind, int flags) {
        return nameLength << LENGTH_SHIFT | kind << KIND_SHIFT | flags;
    }

    final byte[] receivedOctets() {
        return received;
    }

    final void cut(int line) {
        size -= STRIDE;
        System.arraycopy(table, line + STRIDE, table, line, size - line);
    }

    final void writeOwn(CharSequence name, CharSequence value, int line) {
        int nameLength = name.length();
        int needed = ownLength + nameLength + value.length() + 4;
        if (needed > own.length) {
            growOwn(needed);
        }
        int colon = FieldText.writeName(name, own, ownLength);
        own[colon] = ':';
        own[colon + 1] = Octets.SP;
        int end = FieldText.writeValue(value, own, colon + 2);
        own[end] = Octets.CR;
        own[end + 1] = Octets.LF;
        int kind = KnownNames.kindOf(name);
        table[line] = ownLength;
        table[line + 1] = meta(nameLength, kind, PLAIN | OWN);
        table[line + 2] = colon + 2;
        table[line + 3] = end;
        ownLength = end + 2;
        present |= 1L << kind;
    }

    final void growOwn(int needed) {
        HeadStore from = store;
        int length = Math.max(needed, Math.max(256, own.length * 2));
        byte[] before = own;
        own = from == null ? new byte[length] : from.octets(length);
        System.arraycopy(before, 0, own, 0, ownLength);
        if (from != null) {
            from.giveBack(before);
        }
    }

    final long names() {
        long names = 0;
        for (int line = 0; line < size; line += STRIDE) {
            names |= 1L << kind(line);
        }
        return names;
    }

    /** At most how many octets {@link #writeTo} writes. */
    final int writtenLength() {
        int length = 0;
        for (int line = 0; line < size; line += STRIDE) {
            length += (table[line + 1] >>> LENGTH_SHIFT) + table[line + 3] - table[line + 2] + 4;
        }
        return length;
    }

    /** Writes the lines, those that stand one behind the other at once. */
    final void writeTo(ByteBuf out, FieldSet dropped) {
        byte[] source = received;
        int owner = 0;
        int from = 0;
        int to = 0;
        for (int line = 0; line < size; line += STRIDE) {
            int meta = table[line + 1];
            if (dropped.holds(meta >> KIND_SHIFT & KIND_MASK)) {
                continue;
            }
            if ((meta & (PLAIN | OWN)) == (PLAIN | owner) && table[line] == to) {
                to = table[line + 3] + 2;
                continue;
            }
            out.writeBytes(source, from, to - from);
            source = octets(line);
            owner = meta & OWN;
            from = table[line];
            to = table[line + 3] + 2;
            if ((meta & PLAIN) == 0) {
                out.writeBytes(source, from, meta >>> LENGTH_SHIFT);
                out.writeByte(':').writeByte(Octets.SP);
                out.writeBytes(source, table[line + 2], table[line + 3] - table[line + 2]);
                out.writeByte(Octets.CR).writeByte(Octets.LF);
                from = to;
            }
        }
        out.writeBytes(source, from, to - from);
    }

    final int find(CharSequence name, int from) {
        int kind = KnownNames.kindOf(name);
        if (kind != 0) {
            return find(kind, from);
        }
        for (int line = from; line < size; line += STRIDE) {
            if (kind(line) == 0 && table[line + 1] >>> LENGTH_SHIFT == name.length()) {
                int start = table[line];
                if (Octets.regionMatches(octets(line), start, start + name.length(), name)) {
                    return line;
                }
            }
        }
        return -1;
    }

    final int find(int kind, int from) {
        if ((present >>> kind & 1) != 0) {
            for (int line = from; line < size; line += STRIDE) {
                if (kind(line) == kind) {
                    return line;
                }
            }
        }
        return -1;
    }

    final int kind(int line) {
        return table[line + 1] >> KIND_SHIFT & KIND_MASK;
    }

    final byte[] octets(int line) {
        return (table[line + 1] & OWN) == 0 ? received : own;
    }

    /** A view of the name, for looking at it. */
    final CharSequence name(int line) {
        return new AsciiString(octets(line), table[line], table[line + 1] >>> LENGTH_SHIFT, false);
    }

    final String value(int line) {
        return text(octets(line), table[line + 2], table[line + 3]);
    }

    /** What stands in the received head. */
    final String receivedText(int start, int end) {
        return text(received, start, end);
    }

    private String text(byte[] octets, int start, int end) {
        return store == null
                ? new String(octets, start, end - start, StandardCharsets.ISO_8859_1)
                : store.text(octets, start, end);
    }

    // For the rules of the codec, which look at the only line of a name without making it a string.

    /** How many lines a name has. */
    final int count(FieldName name) {
        int count = 0;
        for (int line = find(name.kind(), 0); line >= 0; line = find(name.kind(), line + STRIDE)) {
            count++;
        }
        return count;
    }

    /** Where the value of the first line of a name starts; -1 without one. */
    final int valueStart(FieldName name) {
        int line = find(name.kind(), 0);
        return line < 0 ? -1 : table[line + 2];
    }

    final int valueEnd(FieldName name) {
        int line = find(name.kind(), 0);
        return line < 0 ? -1 : table[line + 3];
    }

    final boolean has(FieldName name) {
        return (present & name.bit()) != 0;
    }

    final boolean hasAny(FieldSet names) {
        return (present & names.bits()) != 0;
    }
}
