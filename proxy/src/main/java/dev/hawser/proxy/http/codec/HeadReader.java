package dev.hawser.proxy.http.codec;

import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of one head, or of one trailer section, in one array, and notes where its fields are (RFC 9112
 * sections 2 and 5). A line is looked at when it is complete, and each octet of it once, however it comes in; so the
 * outcome does not depend on where the octets are cut into pieces.
 *
 * <p>Used for one after another. What it holds of an incomplete head is at most twice the limits, and nothing between
 * heads.
 */
final class HeadReader {

    /** How many octets are copied at once, before it is known whether they all belong to the head. */
    private static final int PIECE = 2048;

    private static final byte[] NOTHING = {};
    private static final int[] NO_LINES = {};

    /** What a head begins with. */
    enum Opening {
        /** A request line; an empty line before it is skipped (RFC 9112 section 2.2). */
        REQUEST_LINE,
        STATUS_LINE,
        /** The first field: trailer fields have no other line. */
        FIELDS
    }

    private final HeadLimits limits;
    private final Opening opening;
    private final HeadStore store;
    private final Lines lines = new Lines();
    private int[] table = NO_LINES;
    private byte[] octets = NOTHING;
    private int length;
    /** Where the line begins that is read, and up to where it was looked at. */
    private int line;

    private int looked;
    private int startLine;
    /** Where the fields begin; -1 before. */
    private int fields;

    private int size;
    private long present;
    private boolean skippedEmptyLine;

    HeadReader(HeadLimits limits, Opening opening, HeadStore store) {
        this.limits = limits;
        this.opening = opening;
        this.store = store;
        reset();
    }

    private void reset() {
        table = NO_LINES;
        octets = NOTHING;
        length = 0;
        line = 0;
        looked = 0;
        startLine = 0;
        fields = opening == Opening.FIELDS ? 0 : -1;
        size = 0;
        present = 0;
        skippedEmptyLine = false;
    }

    /** Whether it began with a head that did not end yet; an empty line before it is none of it. */
    boolean begun() {
        return line < length || fields >= 0;
    }

    /** Whether the first line of the head that is being read, or else of the last one, begins so. */
    boolean opensWith(byte[] start) {
        boolean reading = length > 0;
        int from = reading ? (fields >= 0 ? startLine : line) : lines.start();
        int to = Math.min(from + start.length, reading ? length : lines.end());
        return Arrays.equals(reading ? octets : lines.octets(), from, to, start, 0, start.length);
    }

    /**
     * Reads on.
     *
     * @return the head, when its end came; what is behind it stays in the input
     * @throws Refusal when it breaks the grammar or a limit
     */
    @Nullable
    Lines read(Input input) throws Refusal {
        while (!input.isEmpty()) {
            int count = Math.min(PIECE, input.available());
            append(input, count);
            int end = lookOn();
            if (end >= 0) {
                input.skip(count - (length - end));
                return finish();
            }
            input.skip(count);
        }
        return null;
    }

    /**
     * Reads a whole head.
     *
     * @param head an array of the store, which is taken over
     * @param end where the head ends, with its empty line
     * @throws Refusal when it breaks the grammar or a limit, or ends elsewhere
     */
    Lines read(byte[] head, int end) throws Refusal {
        octets = head;
        length = end;
        try {
            if (lookOn() != end) {
                throw Refusal.syntax("head does not end where it should");
            }
            return finish();
        } catch (Refusal refusal) {
            store.giveBack(octets);
            store.giveBack(table);
            reset();
            throw refusal;
        }
    }

    private void append(Input input, int count) {
        int needed = length + count;
        if (needed > octets.length) {
            byte[] before = octets;
            octets = store.octets(Math.max(needed, 2 * length));
            System.arraycopy(before, 0, octets, 0, length);
            store.giveBack(before);
        }
        input.copy(octets, length, count);
        length = needed;
    }

    private Lines finish() {
        Fields found = Fields.of(store, octets, table, size, present);
        lines.set(found, startLine, Math.max(startLine, fields - 2));
        reset();
        return lines;
    }

    /** Looks at what is new; returns where the head ends, or -1 when it does not yet. */
    private int lookOn() throws Refusal {
        while (true) {
            checkOpening();
            int end = Octets.control(octets, looked, length);
            checkLength(end);
            if (end < length && octets[end] != Octets.CR) {
                throw Refusal.syntax(
                        octets[end] == Octets.LF ? "line ends with a bare LF" : "head has a control character");
            }
            if (end >= length - 1) {
                looked = end;
                return -1;
            }
            if (octets[end + 1] != Octets.LF) {
                throw Refusal.syntax("line has a bare CR");
            }
            int start = line;
            line = end + 2;
            looked = line;
            if (end == start && fields >= 0) {
                return line;
            }
            takeLine(start, end);
        }
    }

    /** Anything but HTTP shows in its first octet: nobody waits for its first line to end. */
    private void checkOpening() throws Refusal {
        if (fields >= 0 || line >= length) {
            return;
        }
        byte first = octets[line];
        boolean possible = opening == Opening.STATUS_LINE
                ? first == 'H'
                : Octets.isToken(first) || (first == Octets.CR && !skippedEmptyLine);
        if (!possible) {
            throw Refusal.syntax("first line begins with a character that none may begin with");
        }
    }

    private void checkLength(int end) throws Refusal {
        if (fields < 0) {
            if (end - line > limits.lineBytes()) {
                throw new Refusal(Reason.REQUEST_LINE_TOO_LONG, "first line is longer than the limit");
            }
        } else if (end - fields > limits.fieldsBytes()) {
            throw new Refusal(Reason.HEAD_TOO_LARGE, "fields are longer than the limit");
        }
    }

    private void takeLine(int start, int end) throws Refusal {
        if (fields >= 0) {
            takeField(start, end);
        } else if (end == start) {
            skippedEmptyLine = true;
        } else {
            startLine = start;
            fields = line;
        }
    }

    private void takeField(int start, int end) throws Refusal {
        int colon = Octets.indexOf(octets, (byte) ':', start, end);
        int kind = KnownNames.kindOf(octets, start, colon);
        if (colon == end || (kind == 0 && !Octets.isToken(octets, start, colon))) {
            throw Refusal.syntax(
                    Octets.isBlank(octets[start])
                            ? "field line is folded or indented"
                            : "field line does not begin with a name and a colon");
        }
        int from = colon + 1;
        while (from < end && Octets.isBlank(octets[from])) {
            from++;
        }
        int to = end;
        while (to > from && Octets.isBlank(octets[to - 1])) {
            to--;
        }
        boolean plain = from == colon + 2 && octets[colon + 1] == Octets.SP && to == end;
        note(start, Fields.meta(colon - start, kind, plain ? Fields.PLAIN : 0), from, to);
        present |= 1L << kind;
    }

    private void note(int start, int meta, int from, int to) throws Refusal {
        if (size == limits.fieldCount() * Fields.STRIDE) {
            throw new Refusal(Reason.HEAD_TOO_LARGE, "fields are more than the limit");
        }
        if (size == table.length) {
            int[] before = table;
            table = store.table(Math.max(1, size * 2));
            System.arraycopy(before, 0, table, 0, size);
            store.giveBack(before);
        }
        table[size] = start;
        table[size + 1] = meta;
        table[size + 2] = from;
        table[size + 3] = to;
        size += Fields.STRIDE;
    }

    /** A head that was read; of use until the next one is. */
    static final class Lines {

        private Fields fields = Fields.create();
        private int start;
        private int end;

        private Lines() {}

        private Lines set(Fields found, int from, int to) {
            fields = found;
            start = from;
            end = to;
            return this;
        }

        Fields fields() {
            return fields;
        }

        /** Where in its octets the first line begins. */
        int start() {
            return start;
        }

        /** Where the first line ends. */
        int end() {
            return end;
        }

        byte[] octets() {
            return fields.receivedOctets();
        }
    }
}
