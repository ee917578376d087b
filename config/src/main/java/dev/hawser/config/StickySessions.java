package dev.hawser.config;

import org.jspecify.annotations.Nullable;

/**
 * How an upstream with the sticky-sessions algorithm ties a client to its target.
 *
 * @param cookie the name of the session cookie
 * @param cookiePath the cookie's {@code Path} attribute; {@code null} means {@value #DEFAULT_COOKIE_PATH}
 */
public record StickySessions(String cookie, @Nullable String cookiePath) {

    public static final String DEFAULT_COOKIE_PATH = "/";
}
