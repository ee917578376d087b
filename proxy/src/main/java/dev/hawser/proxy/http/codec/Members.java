package dev.hawser.proxy.http.codec;

import java.nio.charset.StandardCharsets;

/** Walks through the members of a comma-separated list (RFC 9110 section 5.6.1); empty ones are skipped. */
final class Members {

    private final byte[] octets;
    private final int end;
    private int next;
    private int from;
    private int to;

    Members(byte[] octets, int start, int end) {
        this.octets = octets;
        this.next = start;
        this.end = end;
    }

    /** Goes on to the next member; whether there is one. */
    boolean next() {
        while (next < end) {
            from = next;
            to = Octets.indexOf(octets, (byte) ',', next, end);
            next = to + 1;
            while (from < to && Octets.isBlank(octets[from])) {
                from++;
            }
            while (to > from && Octets.isBlank(octets[to - 1])) {
                to--;
            }
            if (from < to) {
                return true;
            }
        }
        return false;
    }

    boolean is(CharSequence text) {
        return Octets.regionMatches(octets, from, to, text);
    }

    /** The number of the name that the member is; 0 for any other. */
    int kind() {
        return KnownNames.kindOf(octets, from, to);
    }

    CharSequence get() {
        int kind = kind();
        return kind == 0 ? new String(octets, from, to - from, StandardCharsets.ISO_8859_1) : KnownNames.name(kind);
    }
}
