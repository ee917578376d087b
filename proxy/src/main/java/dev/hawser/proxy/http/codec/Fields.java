package dev.hawser.proxy.http.codec;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The header or trailer fields of a message (RFC 9110 section 5) in the order of their lines: a table of where their
 * names and values stand in the received head, which is never changed, and in lines added here. Nothing is a string
 * before it is asked for. Names are compared without regard to case. Mutable; belongs to one event loop.
 */
public final class Fields extends FieldTable {

    private Fields(@Nullable HeadStore store, boolean shares, byte[] received, int[] table, int size, long present) {
        super(store, shares, received, table, size, present);
    }

    public static Fields create() {
        return new Fields(null, true, NOTHING, new int[8 * STRIDE], 0, 0);
    }

    /** The fields of a head that was taken apart; both arrays belong to them from here on. */
    static Fields of(HeadStore store, byte[] head, int[] table, int size, long present) {
        return new Fields(store, false, head, table, size, present);
    }

    /**
     * Gives back what these fields take, when nobody reads them or a copy of them any more. To be called or not. Fields of
     * a received head are empty afterwards, so that who reads them nevertheless gets nothing of another message; a copy must
     * not be touched again, for it becomes another's.
     */
    public void recycle() {
        HeadStore to = store;
        if (to == null) {
            return;
        }
        if (!shares) {
            to.giveBack(received);
        }
        to.giveBack(own);
        to.giveBack(table);
        store = null;
        received = NOTHING;
        own = NOTHING;
        ownLength = 0;
        table = NO_LINES;
        size = 0;
        present = 0;
        if (shares) {
            to.giveBack(this);
        }
    }

    /** One of the copies that were given back, or a new one. */
    private static Fields copy(@Nullable HeadStore store, byte[] received, int[] table, int size, long present) {
        Fields used = store == null ? null : store.copy();
        if (used == null) {
            return new Fields(store, true, received, table, size, present);
        }
        used.store = store;
        used.received = received;
        used.table = table;
        used.size = size;
        used.present = present;
        return used;
    }

    /** The value of the first line of that name. */
    public @Nullable String first(CharSequence name) {
        int line = find(name, 0);
        return line < 0 ? null : value(line);
    }

    /** The values of all lines of that name. */
    public List<String> all(CharSequence name) {
        int line = find(name, 0);
        if (line < 0) {
            return List.of();
        }
        int next = find(name, line + STRIDE);
        if (next < 0) {
            return List.of(value(line));
        }
        List<String> values = new ArrayList<>();
        values.add(value(line));
        for (; next >= 0; next = find(name, next + STRIDE)) {
            values.add(value(next));
        }
        return values;
    }

    /** The value of one of the lines of that name, the first being 0; {@code null} when there are not so many. */
    public @Nullable String value(CharSequence name, int index) {
        int line = find(name, 0);
        for (int i = 0; i < index && line >= 0; i++) {
            line = find(name, line + STRIDE);
        }
        return line < 0 ? null : value(line);
    }

    /** How long the value of the first line of that name is, in octets; -1 without one. */
    public int firstLength(FieldName name) {
        int line = find(name.kind(), 0);
        return line < 0 ? -1 : table[line + 3] - table[line + 2];
    }

    /** Copies the first octets of the value of the first line of that name, which there must be. */
    public void copyFirst(FieldName name, byte[] to, int at, int count) {
        int line = find(name.kind(), 0);
        if (line < 0 || count > table[line + 3] - table[line + 2]) {
            throw new IndexOutOfBoundsException(name + ": " + count + " octets (expected: no more than the value has)");
        }
        System.arraycopy(octets(line), table[line + 2], to, at, count);
    }

    public boolean contains(CharSequence name) {
        return find(name, 0) >= 0;
    }

    /** Whether one of the comma-separated members of the field is this, without regard to case. */
    public boolean containsMember(CharSequence name, CharSequence member) {
        for (int line = find(name, 0); line >= 0; line = find(name, line + STRIDE)) {
            Members members = new Members(octets(line), table[line + 2], table[line + 3]);
            while (members.next()) {
                if (members.is(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether all comma-separated members of the field are names of the set. */
    public boolean hasMembersOnlyOf(FieldName name, FieldSet names) {
        for (int line = find(name.kind(), 0); line >= 0; line = find(name.kind(), line + STRIDE)) {
            Members members = new Members(octets(line), table[line + 2], table[line + 3]);
            while (members.next()) {
                if (!names.holds(members.kind())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The comma-separated members of all lines of that name, without empty ones; names that are recognised are those. */
    public List<CharSequence> members(CharSequence name) {
        List<CharSequence> found = new ArrayList<>(2);
        for (int line = find(name, 0); line >= 0; line = find(name, line + STRIDE)) {
            Members members = new Members(octets(line), table[line + 2], table[line + 3]);
            while (members.next()) {
                found.add(members.get());
            }
        }
        return found;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many lines there are. */
    public int size() {
        return size / STRIDE;
    }

    /**
     * Adds a line.
     *
     * @throws IllegalArgumentException if the name is no token or the value has a character that none may have
     */
    public Fields add(CharSequence name, CharSequence value) {
        if (size == table.length) {
            table = Arrays.copyOf(table, Math.max(8 * STRIDE, size * 2));
        }
        writeOwn(name, value, size);
        size += STRIDE;
        return this;
    }

    /**
     * Puts one line in the place of all lines of that name.
     *
     * @throws IllegalArgumentException if the name is no token or the value has a character that none may have
     */
    public Fields set(CharSequence name, CharSequence value) {
        int line = find(name, 0);
        if (line < 0) {
            return add(name, value);
        }
        writeOwn(name, value, line);
        for (int next = find(name, line + STRIDE); next >= 0; next = find(name, next)) {
            cut(next);
        }
        return this;
    }

    public void remove(CharSequence name) {
        int from = 0;
        for (int line = find(name, from); line >= 0; line = find(name, from)) {
            cut(line);
            from = line;
        }
        present &= ~(1L << KnownNames.kindOf(name)) | 1;
    }

    /**
     * A copy without some fields, which shares what was received, and is of no use once that is recycled.
     *
     * @param dropped recognised names that are left out
     * @param more recognised names that are left out too
     * @param alsoDropped tells of the other names which are left out
     */
    public Fields without(FieldSet dropped, FieldSet more, Predicate<CharSequence> alsoDropped) {
        int room = size + 12 * STRIDE;
        int[] kept = store == null ? new int[room] : store.table(room);
        int to = 0;
        long keptNames = 0;
        for (int line = 0; line < size; line += STRIDE) {
            int kind = kind(line);
            if (kind == 0 ? !alsoDropped.test(name(line)) : !dropped.holds(kind) && !more.holds(kind)) {
                System.arraycopy(table, line, kept, to, STRIDE);
                to += STRIDE;
                keptNames |= 1L << kind;
            }
        }
        Fields copy = copy(store, received, kept, to, keptNames);
        if (ownLength > 0) {
            copy.growOwn(ownLength);
            System.arraycopy(own, 0, copy.own, 0, ownLength);
            copy.ownLength = ownLength;
        }
        return copy;
    }

    /**
     * A copy without some fields, which shares what was received, and is of no use once that is recycled.
     *
     * @param dropped tells of any name whether it is left out
     */
    public Fields without(Predicate<CharSequence> dropped) {
        Fields copy = without(FieldSet.EMPTY, FieldSet.EMPTY, dropped);
        for (int line = 0; line < copy.size; ) {
            if (dropped.test(copy.name(line))) {
                copy.cut(line);
            } else {
                line += STRIDE;
            }
        }
        copy.present = copy.names();
        return copy;
    }

    /**
     * Gives each line as HTTP/2 has it, with the name in lower case. What is given is a copy.
     *
     * @param dropped recognised names that are left out
     */
    public void forEachLowerCase(FieldSet dropped, BiConsumer<AsciiString, AsciiString> to) {
        byte[] copies = new byte[writtenLength()];
        int at = 0;
        for (int line = 0; line < size; line += STRIDE) {
            int kind = kind(line);
            if (dropped.holds(kind)) {
                continue;
            }
            int nameLength = table[line + 1] >>> LENGTH_SHIFT;
            int valueLength = table[line + 3] - table[line + 2];
            AsciiString name = kind == 0 ? lowerCase(line, copies, at, nameLength) : KnownNames.lower(kind);
            at += kind == 0 ? nameLength : 0;
            System.arraycopy(octets(line), table[line + 2], copies, at, valueLength);
            to.accept(name, new AsciiString(copies, at, valueLength, false));
            at += valueLength;
        }
    }

    private AsciiString lowerCase(int line, byte[] to, int at, int length) {
        byte[] from = octets(line);
        for (int i = 0; i < length; i++) {
            to[at + i] = (byte) Octets.lower(from[table[line] + i]);
        }
        return new AsciiString(to, at, length, false);
    }

    /** Whether two names are the same field. */
    public static boolean sameName(CharSequence one, CharSequence other) {
        return AsciiString.contentEqualsIgnoreCase(one, other);
    }

    /** The names only: values may be secret. */
    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(", ", "[", "]");
        for (int line = 0; line < size; line += STRIDE) {
            names.add(name(line));
        }
        return names.toString();
    }
}
