package dev.hawser.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the options that Hawser adds to Kong's sticky sessions. The declarative format has no field for it, so an
 * upstream carries it as a tag: {@code hawser-session-strict:true}.
 */
public enum SessionOption {
    /** The cookie's Domain attribute; without it, the cookie is for the very host that was asked. */
    COOKIE_DOMAIN("session-cookie-domain", "a domain name"),
    /** The cookie's Max-Age attribute in seconds; without it, the cookie lives as long as the client's session. */
    COOKIE_MAX_AGE("session-cookie-max-age", "a number from 1 to 2147483647"),
    /** When the cookie has the Secure attribute; {@code auto} means on connections that are secured by TLS. */
    COOKIE_SECURE("session-cookie-secure", "auto, always or never"),
    /** Whether the cookie has the HttpOnly attribute, which keeps it from scripts; default true. */
    COOKIE_HTTP_ONLY("session-cookie-http-only", "true or false"),
    /** The cookie's SameSite attribute; default lax. */
    COOKIE_SAME_SITE("session-cookie-same-site", "Strict, Lax or None"),
    /** Whether the cookie has the Partitioned attribute; default false. */
    COOKIE_PARTITIONED("session-cookie-partitioned", "true or false"),
    /** Whether a request whose session is lost is refused with 503 instead of being given another; default false. */
    STRICT("session-strict", "true or false"),
    /** The header field that takes the place of the cookie. */
    HEADER("session-header", "the name of a header field that has no other meaning"),
    /** How new sessions are given to targets; default round-robin. */
    NEW_SESSIONS("new-sessions", "round-robin or least-sessions");

    private static final String TAG_PREFIX = "hawser-";

    /** Fields that mean something else to gateways and clients, in lower case. */
    private static final Set<String> OTHER_FIELDS = Set.of(
            "accept",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "etag",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "last-modified",
            "location",
            "proxy-authorization",
            "proxy-connection",
            "server",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "vary",
            "via",
            "www-authenticate",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-path",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-proto",
            "x-kong-proxy-latency",
            "x-kong-request-id",
            "x-kong-upstream-latency",
            "x-real-ip");

    private final String text;
    private final String expected;

    SessionOption(String text, String expected) {
        this.text = text;
        this.expected = expected;
    }

    /** Its name: {@code "session-strict"}. */
    public String text() {
        return text;
    }

    /** What its values are, to be told in an error. */
    public String expected() {
        return expected;
    }

    /** The one spelling of a value; empty when the option does not take it. */
    public Optional<String> canonical(String value) {
        return switch (this) {
            case COOKIE_DOMAIN -> domain(value);
            case COOKIE_MAX_AGE -> seconds(value);
            case COOKIE_SECURE -> oneOf(value, "auto", "always", "never");
            case COOKIE_HTTP_ONLY, COOKIE_PARTITIONED, STRICT -> oneOf(value, "true", "false");
            case COOKIE_SAME_SITE -> oneOf(value, "strict", "lax", "none");
            case HEADER -> fieldName(value);
            case NEW_SESSIONS -> oneOf(value, "round-robin", "least-sessions");
        };
    }

    /** Whether it says something about the cookie, and so nothing where a header field takes its place. */
    public boolean ofCookie() {
        return text.startsWith("session-cookie-");
    }

    /** The tag that carries a value. */
    public String tag(String value) {
        return TAG_PREFIX + text + ":" + value;
    }

    /** Whether a tag can only be meant to carry an option, known or not. */
    public static boolean claims(String tag) {
        return tag.startsWith(TAG_PREFIX + "session-") || tag.startsWith(TAG_PREFIX + "new-sessions");
    }

    /** The option that a tag carries; empty when it carries none that is known. */
    public static Optional<SessionOption> of(String tag) {
        int colon = tag.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Stream.of(values())
                        .filter(option -> tag.substring(0, colon).equals(TAG_PREFIX + option.text))
                        .findFirst();
    }

    /** The value that a tag carries. */
    public static String valueIn(String tag) {
        return tag.substring(tag.indexOf(':') + 1);
    }

    /** The names of all tags, to be told in an error. */
    public static String tagNames() {
        return Stream.of(values()).map(option -> TAG_PREFIX + option.text).collect(Collectors.joining(", "));
    }

    private static Optional<String> oneOf(String value, String... words) {
        return Optional.of(value.toLowerCase(Locale.ROOT)).filter(List.of(words)::contains);
    }

    /** RFC 6265 section 5.2.3: a leading dot says nothing. An address is no domain. */
    private static Optional<String> domain(String value) {
        String name = value.startsWith(".") ? value.substring(1) : value;
        return Optional.of(name.toLowerCase(Locale.ROOT)).filter(TargetAddress::isName);
    }

    private static Optional<String> seconds(String value) {
        try {
            return Optional.of(Integer.parseInt(value))
                    .filter(seconds -> seconds > 0)
                    .map(String::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> fieldName(String value) {
        return Optional.of(value)
                .filter(name -> name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"))
                .filter(name -> !OTHER_FIELDS.contains(name.toLowerCase(Locale.ROOT)));
    }
}
