package dev.hawser.proxy.routing;

import java.util.Locale;

/**
 * One host of a route.
 *
 * @param kind how the name is compared
 * @param name in lower case: a whole name, {@code ".example.com"} for {@code *.example.com}, {@code "example."} for
 *     {@code example.*}
 * @param port the port asked for; {@value Authority#NO_PORT} when any will do
 */
record HostPattern(Kind kind, String name, int port) {

    /** How the name is compared. */
    enum Kind {
        EXACT,
        /** The host ends with the name, and something stands before it. */
        SUFFIX,
        /** The host starts with the name, and something follows it. */
        PREFIX
    }

    static HostPattern parse(String text) {
        Authority authority = Authority.parse(text);
        String name = authority.name();
        if (name.startsWith("*")) {
            return new HostPattern(Kind.SUFFIX, name.substring(1), authority.port());
        }
        if (name.endsWith("*")) {
            return new HostPattern(Kind.PREFIX, name.substring(0, name.length() - 1), authority.port());
        }
        return new HostPattern(Kind.EXACT, name, authority.port());
    }

    /** Whether a name in lower case fits, the port aside. */
    boolean matchesName(String host) {
        return switch (kind) {
            case EXACT -> host.equals(name);
            case SUFFIX -> host.length() > name.length() && host.endsWith(name);
            case PREFIX -> host.length() > name.length() && host.startsWith(name);
        };
    }

    /**
     * A host with an optional port (RFC 3986 section 3.2).
     *
     * @param name in lower case; an IPv6 address keeps its brackets
     * @param port {@value #NO_PORT} when there is none
     */
    record Authority(String name, int port) {

        static final int NO_PORT = -1;

        /** Never fails: what does not look like a port belongs to the name, which then matches no route. */
        static Authority parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0 || text.endsWith("]")) {
                return new Authority(text.toLowerCase(Locale.ROOT), NO_PORT);
            }
            int port = portAt(text, colon + 1);
            boolean named = port != NO_PORT || colon == text.length() - 1;
            return new Authority((named ? text.substring(0, colon) : text).toLowerCase(Locale.ROOT), port);
        }

        private static int portAt(String text, int start) {
            int length = text.length() - start;
            if (length < 1 || length > 5) {
                return NO_PORT;
            }
            int port = 0;
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < '0' || c > '9') {
                    return NO_PORT;
                }
                port = port * 10 + (c - '0');
            }
            return port;
        }
    }
}
