package dev.hawser.proxy.http.codec;

import org.jspecify.annotations.Nullable;

/**
 * A request target, taken apart (RFC 9112 section 3.2).
 *
 * @param authority the authority of an absolute-form target, which goes before Host; {@code null} for other forms
 * @param path the path as sent; {@code /} when an absolute-form target has none
 * @param query what follows the first {@code ?}; {@code null} without one
 */
public record RequestTarget(
        @Nullable String authority, String path, @Nullable String query) {

    /** Takes apart the target of a request that the codec let through. */
    public static RequestTarget parse(String target) {
        int start = authorityStart(target);
        String authority = null;
        String rest = target;
        if (start >= 0) {
            int end = authorityEnd(target, start);
            authority = target.substring(start, end);
            rest = target.substring(end);
        }
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        return new RequestTarget(authority, path.isEmpty() ? "/" : path, mark < 0 ? null : rest.substring(mark + 1));
    }

    /** Where the authority of an absolute-form target begins; -1 when it has another form. */
    private static int authorityStart(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static int authorityEnd(String target, int start) {
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }
}
