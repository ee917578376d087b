package dev.hawser.config.validation;

import com.google.re2j.PatternSyntaxException;
import dev.hawser.config.TargetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The syntax of single values; each method reports at the given place what is wrong with one. */
final class Syntax {

    /** The most that a signed 32-bit number of milliseconds takes in Kong's schemas. */
    static final long MAX_TIMEOUT_MILLIS = Integer.MAX_VALUE - 1L;

    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern ASCII_NAME = Pattern.compile("[0-9A-Za-z._~-]*");
    private static final Pattern NON_ASCII = Pattern.compile("[^\\x00-\\x7F]");
    private static final Pattern PATH_CHARACTERS = Pattern.compile("[0-9A-Za-z/._~!$&'()*+,;=:@%-]*");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2}).{0,2}");
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    private Syntax() {}

    /** A name of an entity. */
    static void name(String name, Place at) {
        if (name.isEmpty()) {
            at.report("length must be at least 1");
        } else if (!ASCII_NAME.matcher(NON_ASCII.matcher(name).replaceAll("")).matches()) {
            at.report("invalid value '" + name
                    + "': the only accepted ascii characters are alphanumerics or ., -, _, and ~");
        }
    }

    static void tags(List<String> tags, Place at) {
        for (int i = 0; i < tags.size(); i++) {
            String tag = tags.get(i);
            if (tag.isEmpty() || tag.chars().anyMatch(c -> c < ' ' || c == ',' || c == '/' || c == 0x7F)) {
                at.item(i)
                        .report("invalid tag '" + tag
                                + "': expected printable ascii (except `,` and `/`) or valid utf-8 sequences");
            }
        }
    }

    static void between(long value, long low, long high, Place at) {
        if (value < low || value > high) {
            at.report("value should be between " + low + " and " + high);
        }
    }

    static void between(@Nullable Integer value, long low, long high, Place at) {
        if (value != null) {
            between(value.longValue(), low, high, at);
        }
    }

    /** A path of a URI, RFC 3986 section 3.3. */
    static void path(String path, Place at) {
        if (!path.startsWith("/")) {
            at.report("should start with: /");
        } else {
            pathCharacters(path, at);
        }
    }

    /** A path that can stand as an attribute of a cookie, RFC 6265 section 4.1.1. */
    static void cookiePath(String path, Place at) {
        if (path.indexOf(';') >= 0) {
            at.report(
                    "invalid path: '" + path + "' (expected: a path without ';', which ends an attribute of a cookie)");
        } else {
            path(path, at);
        }
    }

    static void pathCharacters(String path, Place at) {
        var badEscape = BAD_ESCAPE.matcher(path);
        if (path.contains("//")) {
            at.report("must not have empty segments");
        } else if (!PATH_CHARACTERS.matcher(path).matches()) {
            at.report("invalid path: '" + path + "' (characters outside of the reserved list of RFC 3986 found)");
        } else if (badEscape.find()) {
            at.report("invalid url-encoded value: '" + badEscape.group() + "'");
        }
    }

    /** A host name or address without a port. */
    static void host(String host, Place at) {
        if (host.isEmpty()) {
            at.report("length must be at least 1");
        } else if (!TargetAddress.isHost(host)) {
            at.report("invalid value: " + host + " (expected: a host name, or an address, without a port)");
        }
    }

    static void hostWithOptionalPort(String host, Place at) {
        try {
            TargetAddress.parse(host);
        } catch (IllegalArgumentException e) {
            at.report("invalid value: " + host + " (expected: a host name or an address, and an optional port)");
        }
    }

    /** A host that may have one {@code *} as its leftmost or rightmost label. */
    static void wildcardHost(String host, Place at) {
        int star = host.indexOf('*');
        if (star < 0) {
            host(host, at);
        } else if (star != host.lastIndexOf('*')) {
            at.report("invalid wildcard: must have at most one wildcard");
        } else if (!host.startsWith("*.") && !host.endsWith(".*")) {
            at.report("invalid wildcard: must be placed at leftmost or rightmost label");
        } else if (!TargetAddress.isName(host.replace('*', 'a'))) {
            at.report("invalid value: " + host + " (expected: a host name with at most one wildcard label)");
        }
    }

    /** As {@link #wildcardHost}, and a port after it or not. */
    static void wildcardHostWithOptionalPort(String host, Place at) {
        var port = PORT.matcher(host);
        boolean address = host.startsWith("[") && host.endsWith("]");
        if (!address && port.find() && Integer.parseInt(port.group(1)) <= 65535) {
            wildcardHost(host.substring(0, port.start()), at);
        } else {
            wildcardHost(host, at);
        }
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static void headerName(String name, Place at) {
        if (!isToken(name)) {
            at.report("bad header name '" + name + "' (expected: a token of RFC 9110)");
        }
    }

    static void cookieName(String name, Place at) {
        if (!isToken(name)) {
            at.report("bad cookie name '" + name + "' (expected: a token of RFC 9110)");
        }
    }

    static void regex(String expression, Place at) {
        try {
            com.google.re2j.Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            at.report("invalid regex: '" + expression + "' (" + e.getDescription() + ": " + e.getPattern() + ")");
        }
    }
}
