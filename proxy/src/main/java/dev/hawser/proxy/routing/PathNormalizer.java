package dev.hawser.proxy.routing;

import java.nio.charset.StandardCharsets;

/**
 * Brings a request's path into the form that routes are matched against, so that no spelling of a path slips past a
 * route: unreserved escapes decoded, other escapes in upper case, dot segments removed (RFC 3986 section 6.2.2), and
 * runs of slashes merged, as Kong does.
 *
 * <p>Escapes are decoded before dot segments are removed, hence {@code /%2e%2e/} climbs as {@code /../} does. An escaped
 * slash stays escaped and separates nothing. A malformed escape is left as it is. Pure; any thread.
 */
public final class PathNormalizer {

    private PathNormalizer() {}

    /**
     * The normal form of a path; a path that is normal already is returned as it is, without allocation.
     *
     * @param rawPath the path of a request target without its query; one that does not start with a slash (the
     *     {@code *} of OPTIONS) is not touched
     */
    public static String normalize(String rawPath) {
        if (rawPath.isEmpty()) {
            return "/";
        }
        if (rawPath.charAt(0) != '/' || isPlain(rawPath)) {
            return rawPath;
        }
        return removeDotSegments(decodeUnreserved(rawPath));
    }

    /**
     * A configured path as requests spell it: characters that no request target may hold (RFC 3986 section 3.3) escaped
     * as UTF-8. Escapes stay as they are.
     */
    static String escape(String path) {
        if (path.chars().allMatch(PathNormalizer::mayStand)) {
            return path;
        }
        StringBuilder escaped = new StringBuilder(path.length() * 3);
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            if (mayStand(octet & 0xFF)) {
                escaped.append((char) octet);
            } else {
                escaped.append('%').append(hexDigit(octet >> 4 & 0xF)).append(hexDigit(octet & 0xF));
            }
        }
        return escaped.toString();
    }

    private static boolean mayStand(int c) {
        return c > 0x20 && c < 0x7F && "\"<>\\^`{|}".indexOf(c) < 0;
    }

    /** Whether a path has nothing that normalization could change; some paths with a dot are called not plain in vain. */
    private static boolean isPlain(String path) {
        boolean afterSlash = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || (afterSlash && (c == '/' || c == '.'))) {
                return false;
            }
            afterSlash = c == '/';
        }
        return true;
    }

    private static String decodeUnreserved(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        StringBuilder decoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int octet = c == '%' ? octetAt(path, i + 1) : -1;
            if (octet < 0) {
                decoded.append(c);
                continue;
            }
            if (isUnreserved(octet)) {
                decoded.append((char) octet);
            } else {
                decoded.append('%').append(hexDigit(octet >> 4)).append(hexDigit(octet & 0xF));
            }
            i += 2;
        }
        return decoded.toString();
    }

    /** The value of the two hexadecimal digits at a position; -1 when there are none. */
    private static int octetAt(String path, int start) {
        if (start + 1 >= path.length()) {
            return -1;
        }
        int high = hexValue(path.charAt(start));
        int low = hexValue(path.charAt(start + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    // Not Character.digit: it takes digits of every script.
    private static int hexValue(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static char hexDigit(int value) {
        return "0123456789ABCDEF".charAt(value);
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static String removeDotSegments(String path) {
        StringBuilder out = new StringBuilder(path.length()).append('/');
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (isParent(path, start, end)) {
                dropLastSegment(out);
            } else if (end > start && !isSelf(path, start, end)) {
                out.append(path, start, end);
                if (slash >= 0) {
                    out.append('/');
                }
            }
            start = end + 1;
        }
        return out.toString();
    }

    private static boolean isSelf(String path, int start, int end) {
        return end - start == 1 && path.charAt(start) == '.';
    }

    private static boolean isParent(String path, int start, int end) {
        return end - start == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.';
    }

    /** Takes {@code segment/} off a path that ends with a slash; the root stays. */
    private static void dropLastSegment(StringBuilder out) {
        if (out.length() > 1) {
            out.setLength(out.lastIndexOf("/", out.length() - 2) + 1);
        }
    }
}
