package dev.hawser.proxy.balancing;

import java.util.List;
import java.util.UUID;

/**
 * The cookie that names a client's endpoint.
 *
 * <p>A client may send several cookies of one name (RFC 6265 section 5.4: from several paths, or of several upstreams
 * that share the name); the first that names a present endpoint counts. Values are UUIDs as text in either case, without
 * quotes; others name nothing. Reading does not allocate. Immutable; any thread.
 */
final class SessionCookie {

    /** No cookie of the name holds an id. */
    static final int NO_SESSION = -1;
    /** Cookies of the name hold ids, none of them of a present endpoint. */
    static final int UNKNOWN_SESSION = -2;

    private static final int UUID_LENGTH = 36;

    private final String name;
    private final String path;

    /**
     * @param name a token (RFC 9110 section 5.6.2)
     * @param path the Path attribute: starts with a slash; neither controls nor semicolons
     * @throws IllegalArgumentException when one of them would not survive in a Set-Cookie field
     */
    SessionCookie(String name, String path) {
        if (name.isEmpty() || !name.chars().allMatch(SessionCookie::isTokenCharacter)) {
            throw new IllegalArgumentException("cookie: '" + name + "' (expected: a token)");
        }
        if (!path.startsWith("/") || !path.chars().allMatch(c -> c > 0x1F && c < 0x7F && c != ';')) {
            throw new IllegalArgumentException(
                    "cookie_path: '" + path + "' (expected: a path of printable ASCII characters without ';')");
        }
        this.name = name;
        this.path = path;
    }

    private static boolean isTokenCharacter(int c) {
        return c > 0x20 && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    /** The value of the Set-Cookie field that ties a client to an id. */
    String setCookie(UUID id) {
        return name + "=" + id + "; Path=" + path + "; HttpOnly; SameSite=Lax";
    }

    /**
     * The place of the first id in the request's cookies that the table holds, {@value #NO_SESSION} or
     * {@value #UNKNOWN_SESSION}.
     *
     * @param lines the values of the Cookie fields
     */
    int find(List<String> lines, SessionTable table) {
        int result = NO_SESSION;
        for (int i = 0; i < lines.size(); i++) {
            int found = find(lines.get(i), table);
            if (found >= 0) {
                return found;
            }
            result = Math.min(result, found);
        }
        return result;
    }

    private int find(String line, SessionTable table) {
        int result = NO_SESSION;
        int start = 0;
        while (start < line.length()) {
            int semicolon = line.indexOf(';', start);
            int end = semicolon < 0 ? line.length() : semicolon;
            int value = valueStart(line, start, end);
            if (value >= 0 && isUuid(line, value, trimmedEnd(line, value, end))) {
                int place = table.find(bits(line, value, value + 18), bits(line, value + 19, value + UUID_LENGTH));
                if (place != SessionTable.ABSENT) {
                    return place;
                }
                result = UNKNOWN_SESSION;
            }
            start = end + 1;
        }
        return result;
    }

    /** Where the value of a {@code name=value} pair starts; -1 when the pair has another name. */
    private int valueStart(String line, int start, int end) {
        int first = start;
        while (first < end && isBlank(line.charAt(first))) {
            first++;
        }
        if (!line.startsWith(name, first)) {
            return -1;
        }
        int next = first + name.length();
        while (next < end && isBlank(line.charAt(next))) {
            next++;
        }
        if (next >= end || line.charAt(next) != '=') {
            return -1;
        }
        next++;
        while (next < end && isBlank(line.charAt(next))) {
            next++;
        }
        return next;
    }

    private static int trimmedEnd(String line, int start, int end) {
        int last = end;
        while (last > start && isBlank(line.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Whether a piece of text has the form 8-4-4-4-12 of hexadecimal digits. */
    private static boolean isUuid(String text, int start, int end) {
        if (end - start != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
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
