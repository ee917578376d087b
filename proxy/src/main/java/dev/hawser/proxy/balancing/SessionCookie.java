package dev.hawser.proxy.balancing;

import dev.hawser.config.CookiePrefix;
import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.RequestView;
import java.util.UUID;

/**
 * The cookie that names a client's endpoint.
 *
 * <p>A client may send several cookies of one name (RFC 6265 section 5.4: from several paths, or of several upstreams
 * that share the name); the first that names a present endpoint counts. Values are UUIDs as text in either case, without
 * quotes; others name nothing. Reading does not allocate. Immutable; any thread.
 */
final class SessionCookie implements SessionCarrier {

    private static final String FIELD = "cookie";

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
            case AUTO -> overTls || CookiePrefix.of(name).needsSecure();
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
        int result = SessionId.NO_SESSION;
        int index = 0;
        for (String line = request.header(FIELD, 0); line != null; line = request.header(FIELD, ++index)) {
            int found = find(line, table);
            if (found >= 0) {
                return found;
            }
            result = Math.min(result, found);
        }
        return result;
    }

    /** Looks for the name instead of taking pair after pair: browsers send many, and one of them counts. */
    private int find(String line, SessionTable table) {
        int result = SessionId.NO_SESSION;
        int at = line.indexOf(name);
        while (at >= 0) {
            int next = at + name.length();
            int value = startsPair(line, at) ? valueStart(line, next) : -1;
            if (value >= 0) {
                int semicolon = line.indexOf(';', value);
                next = semicolon < 0 ? line.length() : semicolon;
                int found = SessionId.find(line, value, next, table);
                if (found >= 0) {
                    return found;
                }
                result = Math.min(result, found);
            }
            at = line.indexOf(name, next);
        }
        return result;
    }

    private static boolean startsPair(String line, int at) {
        int before = at - 1;
        while (before >= 0 && SessionId.isBlank(line.charAt(before))) {
            before--;
        }
        return before < 0 || line.charAt(before) == ';';
    }

    /** Where the value starts after a name; -1 when the name goes on or has no value. */
    private static int valueStart(String line, int nameEnd) {
        int next = nameEnd;
        while (next < line.length() && SessionId.isBlank(line.charAt(next))) {
            next++;
        }
        return next < line.length() && line.charAt(next) == '=' ? next + 1 : -1;
    }
}
