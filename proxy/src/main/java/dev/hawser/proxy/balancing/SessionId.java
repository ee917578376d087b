package dev.hawser.proxy.balancing;

/** Reads session ids, which are UUIDs as text in either case, without allocating. */
final class SessionId {

    /** There is no id. */
    static final int NO_SESSION = -1;
    /** There are ids, none of them of a present endpoint. */
    static final int UNKNOWN_SESSION = -2;

    private static final int LENGTH = 36;

    /** The value of each hexadecimal digit, at its character; negative for all others. */
    private static final byte[] DIGITS = digits();

    private SessionId() {}

    private static byte[] digits() {
        byte[] digits = new byte[128];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }

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
        if (last - first != LENGTH || !hasDashes(text, first)) {
            return NO_SESSION;
        }
        long timeLow = hex(text, first, first + 8);
        long timeMid = hex(text, first + 9, first + 13);
        long timeHigh = hex(text, first + 14, first + 18);
        long clock = hex(text, first + 19, first + 23);
        long node = hex(text, first + 24, first + LENGTH);
        if ((timeLow | timeMid | timeHigh | clock | node) < 0) {
            return NO_SESSION;
        }
        int place = table.find(timeLow << 32 | timeMid << 16 | timeHigh, clock << 48 | node);
        return place == SessionTable.ABSENT ? UNKNOWN_SESSION : place;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether a piece of text has dashes where a UUID has them: 8-4-4-4-12. */
    private static boolean hasDashes(String text, int start) {
        return text.charAt(start + 8) == '-'
                && text.charAt(start + 13) == '-'
                && text.charAt(start + 18) == '-'
                && text.charAt(start + 23) == '-';
    }

    /** The number that up to 15 digits are; negative when one of them is none, for -1 stays negative when shifted. */
    private static long hex(String text, int start, int end) {
        long bits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            bits = bits << 4 | (c < DIGITS.length ? DIGITS[c] : -1);
        }
        return bits;
    }
}
