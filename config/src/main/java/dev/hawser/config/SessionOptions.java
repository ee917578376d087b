package dev.hawser.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream with the sticky-sessions algorithm keeps sessions, beyond Kong's fields: the values of its {@link
 * SessionOption}s.
 *
 * @param values the options that are set, in their one spelling
 */
public record SessionOptions(Map<SessionOption, String> values) {

    public static final SessionOptions DEFAULT = new SessionOptions(Map.of());

    public SessionOptions {
        values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
    }

    /** When a cookie has the Secure attribute. */
    public enum Secure {
        /** On connections that are secured by TLS, and always where the cookie's name {@linkplain CookiePrefix asks for it}. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** How new sessions are given to targets. */
    public enum NewSessions {
        /** By weighted round robin. */
        ROUND_ROBIN,
        /** To the target with the fewest live sessions for its weight. */
        LEAST_SESSIONS
    }

    /** What becomes of a session whose target is lost. */
    public enum OnLoss {
        /** Another target gets it. */
        REASSIGN,
        /** Its requests are refused. */
        REFUSE
    }

    /**
     * Something that cannot be as it is.
     *
     * @param option the option to mend
     * @param value its value
     * @param expected what was expected
     */
    public record Conflict(SessionOption option, String value, String expected) {}

    /** The options that an upstream's tags carry; what they do not take is as good as left out. */
    public static SessionOptions of(Upstream upstream) {
        Map<SessionOption, String> values = new EnumMap<>(SessionOption.class);
        for (String tag : upstream.tags()) {
            Optional<SessionOption> option = SessionOption.of(tag);
            option.flatMap(known -> known.canonical(SessionOption.valueIn(tag)))
                    .ifPresent(value -> values.putIfAbsent(option.orElseThrow(), value));
        }
        return new SessionOptions(values);
    }

    /** The tags that carry the options, in their order. */
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (SessionOption option : SessionOption.values()) {
            value(option).ifPresent(value -> tags.add(option.tag(value)));
        }
        return tags;
    }

    private Optional<String> value(SessionOption option) {
        return Optional.ofNullable(values.get(option));
    }

    /** What is wrong with the options together, for a cookie of this name; each option once. */
    public List<Conflict> conflicts(StickySessions sessions) {
        List<Conflict> conflicts = new ArrayList<>();
        if (header() != null) {
            values.keySet().stream()
                    .filter(SessionOption::ofCookie)
                    .sorted()
                    .forEach(option -> conflicts.add(conflict(option, "none with session-header")));
            return conflicts;
        }
        if (secure() != Secure.ALWAYS) {
            if (value(SessionOption.COOKIE_SAME_SITE).filter("none"::equals).isPresent()) {
                conflicts.add(conflict(SessionOption.COOKIE_SAME_SITE, "with session-cookie-secure: always"));
            }
            if (partitioned()) {
                conflicts.add(conflict(SessionOption.COOKIE_PARTITIONED, "with session-cookie-secure: always"));
            }
        }
        checkPrefix(sessions, conflicts);
        return conflicts;
    }

    private void checkPrefix(StickySessions sessions, List<Conflict> conflicts) {
        CookiePrefix prefix = CookiePrefix.of(sessions.cookie());
        if (prefix.needsSecure() && secure() == Secure.NEVER) {
            conflicts.add(
                    conflict(SessionOption.COOKIE_SECURE, "always or auto for a cookie called " + sessions.cookie()));
        }
        if (prefix == CookiePrefix.HOST && domain() != null) {
            conflicts.add(conflict(SessionOption.COOKIE_DOMAIN, "none for a cookie called " + sessions.cookie()));
        }
    }

    private Conflict conflict(SessionOption option, String expected) {
        return new Conflict(option, values.getOrDefault(option, ""), expected);
    }

    public @Nullable String domain() {
        return values.get(SessionOption.COOKIE_DOMAIN);
    }

    /** In seconds; {@code null} for a cookie without expiry. */
    public @Nullable Integer maxAgeSeconds() {
        return value(SessionOption.COOKIE_MAX_AGE).map(Integer::valueOf).orElse(null);
    }

    public Secure secure() {
        return value(SessionOption.COOKIE_SECURE)
                .map(value -> Secure.valueOf(value.toUpperCase(Locale.ROOT)))
                .orElse(Secure.AUTO);
    }

    public boolean httpOnly() {
        return !values.getOrDefault(SessionOption.COOKIE_HTTP_ONLY, "true").equals("false");
    }

    /** As the attribute is written: {@code "Lax"}. */
    public String sameSite() {
        String value = values.getOrDefault(SessionOption.COOKIE_SAME_SITE, "lax");
        return value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
    }

    public boolean partitioned() {
        return "true".equals(values.get(SessionOption.COOKIE_PARTITIONED));
    }

    public OnLoss onLoss() {
        return "true".equals(values.get(SessionOption.STRICT)) ? OnLoss.REFUSE : OnLoss.REASSIGN;
    }

    /** The header field that takes the place of the cookie; {@code null} when none does. */
    public @Nullable String header() {
        return values.get(SessionOption.HEADER);
    }

    public NewSessions newSessions() {
        return "least-sessions".equals(values.get(SessionOption.NEW_SESSIONS))
                ? NewSessions.LEAST_SESSIONS
                : NewSessions.ROUND_ROBIN;
    }
}
