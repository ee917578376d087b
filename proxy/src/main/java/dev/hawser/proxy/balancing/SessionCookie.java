package dev.hawser.proxy.balancing;

import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.RequestView;
import java.util.List;
import java.util.UUID;

/**
 * The cookie that names a client's endpoint.
 *
 * <p>A client may send several cookies of one name (RFC 6265 section 5.4: from several paths, or of several upstreams
 * that share the name); the first that names a present endpoint counts. Values are UUIDs as text in either case, without
 * quotes; others name nothing. Reading does not allocate. Immutable; any thread.
 */
final class SessionCookie implements SessionCarrier {

    private final String name;
    /** What follows the value, before {@code ; Secure}. */
    private final String attributes;
    /** What follows {@code ; Secure}. */
    private final String lastAttributes;

    private final SessionOptions.Secure secure;

    /** A cookie with the attributes that are not optional. */
    SessionCookie(String name, String path) {
        this(name, path, SessionOptions.DEFAULT);
    }

    /**
     * @param name a token (RFC 9110 section 5.6.2)
     * @param path the Path attribute: starts with a slash; neither controls nor semicolons
     * @param options the other attributes
     * @throws IllegalArgumentException when one of them would not survive in a Set-Cookie field
     */
    SessionCookie(String name, String path, SessionOptions options) {
        if (name.isEmpty() || !name.chars().allMatch(SessionCookie::isTokenCharacter)) {
            throw new IllegalArgumentException("cookie: '" + name + "' (expected: a token)");
        }
        if (!path.startsWith("/") || !path.chars().allMatch(c -> c > 0x1F && c < 0x7F && c != ';')) {
            throw new IllegalArgumentException(
                    "cookie_path: '" + path + "' (expected: a path of printable ASCII characters without ';')");
        }
        this.name = name;
        this.attributes = "; Path=" + path
                + (options.domain() == null ? "" : "; Domain=" + options.domain())
                + (options.maxAgeSeconds() == null ? "" : "; Max-Age=" + options.maxAgeSeconds())
                + (options.httpOnly() ? "; HttpOnly" : "")
                + "; SameSite=" + options.sameSite();
        this.lastAttributes = options.partitioned() ? "; Partitioned" : "";
        this.secure = options.secure();
    }

    private static boolean isTokenCharacter(int c) {
        return c > 0x20 && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    /**
     * The value of the Set-Cookie field that ties a client to an id.
     *
     * @param overTls whether the client's connection is secured by TLS
     */
    String setCookie(UUID id, boolean overTls) {
        boolean marked = switch (secure) {
            case AUTO -> overTls;
            case ALWAYS -> true;
            case NEVER -> false;
        };
        return name + "=" + id + attributes + (marked ? "; Secure" : "") + lastAttributes;
    }

    @Override
    public Selection telling(Endpoint endpoint, SessionOutcome outcome, boolean overTls) {
        return new Selection(endpoint, outcome, setCookie(endpoint.id(), overTls));
    }

    @Override
    public int find(RequestView request, SessionTable table) {
        return find(request.headers("cookie"), table);
    }

    /** As above, in the values of the Cookie fields. */
    int find(List<String> lines, SessionTable table) {
        int result = SessionId.NO_SESSION;
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
        int result = SessionId.NO_SESSION;
        int start = 0;
        while (start < line.length()) {
            int semicolon = line.indexOf(';', start);
            int end = semicolon < 0 ? line.length() : semicolon;
            int value = valueStart(line, start, end);
            int found = value < 0 ? SessionId.NO_SESSION : SessionId.find(line, value, end, table);
            if (found >= 0) {
                return found;
            }
            result = Math.min(result, found);
            start = end + 1;
        }
        return result;
    }

    /** Where the value of a {@code name=value} pair starts; -1 when the pair has another name. */
    private int valueStart(String line, int start, int end) {
        int first = start;
        while (first < end && SessionId.isBlank(line.charAt(first))) {
            first++;
        }
        if (!line.startsWith(name, first)) {
            return -1;
        }
        int next = first + name.length();
        while (next < end && SessionId.isBlank(line.charAt(next))) {
            next++;
        }
        return next >= end || line.charAt(next) != '=' ? -1 : next + 1;
    }
}
