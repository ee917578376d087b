package dev.hawser.proxy.balancing;

import java.util.Arrays;

/** Reads session ids, which are UUIDs as text in either case, without allocating. */
final class SessionId {

    /** There is no id. */
    static final int NO_SESSION = -1;
    /** There are ids, none of them of a present endpoint. */
    static final int UNKNOWN_SESSION = -2;

    private static final int LENGTH = 36;

    private static final long NO_NUMBER = -1;

    /** The value of each ASCII character as a hexadecimal digit; -1 for others. */
    private static final byte[] DIGITS = digits();

    private SessionId() {}

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int value = 0; value < 16; value++) {
            char digit = Character.forDigit(value, 16);
            digits[digit] = (byte) value;
            digits[Character.toUpperCase(digit)] = (byte) value;
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
        return last - first == LENGTH ? find(text, first, table) : NO_SESSION;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** As above, for text of the length of 8-4-4-4-12 digits. */
    private static int find(String text, int at, SessionTable table) {
        boolean dashed = text.charAt(at + 8) == '-'
                && text.charAt(at + 13) == '-'
                && text.charAt(at + 18) == '-'
                && text.charAt(at + 23) == '-';
        long timeLow = number(text, at, 8);
        long timeMiddle = number(text, at + 9, 4);
        long timeHigh = number(text, at + 14, 4);
        long sequence = number(text, at + 19, 4);
        long nodeHigh = number(text, at + 24, 4);
        long nodeLow = number(text, at + 28, 8);
        if (!dashed || (timeLow | timeMiddle | timeHigh | sequence | nodeHigh | nodeLow) < 0) {
            return NO_SESSION;
        }
        int place = table.find(
                (timeLow << 32) | (timeMiddle << 16) | timeHigh, (sequence << 48) | (nodeHigh << 32) | nodeLow);
        return place == SessionTable.ABSENT ? UNKNOWN_SESSION : place;
    }

    /** The value of some hexadecimal digits, eight at most; {@value #NO_NUMBER} when they are not all digits. */
    private static long number(String text, int start, int count) {
        long number = 0;
        int wrong = 0;
        for (int i = start; i < start + count; i++) {
            char c = text.charAt(i);
            int digit = c < DIGITS.length ? DIGITS[c] : -1;
            wrong |= digit;
            number = (number << 4) | (digit & 0xF);
        }
        return wrong < 0 ? NO_NUMBER : number;
    }
}
