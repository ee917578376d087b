package dev.hawser.proxy.balancing;

/** Reads session ids, which are UUIDs as text in either case, without allocating. */
final class SessionId {

    /** There is no id. */
    static final int NO_SESSION = -1;
    /** There are ids, none of them of a present endpoint. */
    static final int UNKNOWN_SESSION = -2;

    private static final int LENGTH = 36;

    private SessionId() {}

    /**
     * The place of an id in a table, {@value #NO_SESSION} when the piece of text is no id, {@value #UNKNOWN_SESSION} when
     * the table does not hold it. Blanks around it do not matter.
     */
    static int find(String text, int start, int end, SessionTable table) {
        int first = start;
        while (first < end && isBlank(text.charAt(first))) {
            first++;
        }
        int last = end;
        while (last > first && isBlank(text.charAt(last - 1))) {
            last--;
        }
        if (!isUuid(text, first, last)) {
            return NO_SESSION;
        }
        int place = table.find(bits(text, first, first + 18), bits(text, first + 19, first + LENGTH));
        return place == SessionTable.ABSENT ? UNKNOWN_SESSION : place;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether a piece of text has the form 8-4-4-4-12 of hexadecimal digits. */
    private static boolean isUuid(String text, int start, int end) {
        if (end - start != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : hexValue(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static long bits(String text, int start, int end) {
        long bits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '-') {
                bits = bits << 4 | hexValue(c);
            }
        }
        return bits;
    }

    private static int hexValue(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
