package dev.hawser.config;

import java.util.Locale;

/**
 * What the beginning of a cookie's name promises of its attributes (RFC 6265bis section 4.1.3). Clients drop cookies that
 * break the promise.
 */
public enum CookiePrefix {
    NONE,
    /** The cookie has Secure. */
    SECURE,
    /** The cookie has Secure and {@code Path=/}, and no Domain. */
    HOST;

    /** The only Path of a cookie with the prefix {@link #HOST}. */
    public static final String HOST_PATH = "/";

    /** The prefix of a name, in any case as clients compare it. */
    public static CookiePrefix of(String cookieName) {
        String name = cookieName.toLowerCase(Locale.ROOT);
        if (name.startsWith("__host-")) {
            return HOST;
        }
        return name.startsWith("__secure-") ? SECURE : NONE;
    }

    /** Whether the cookie must have Secure. */
    public boolean needsSecure() {
        return this != NONE;
    }
}
