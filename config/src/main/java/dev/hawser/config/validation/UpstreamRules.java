package dev.hawser.config.validation;

import dev.hawser.config.Algorithm;
import dev.hawser.config.CookiePrefix;
import dev.hawser.config.HashInput;
import dev.hawser.config.StickySessions;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.Upstream;
import org.jspecify.annotations.Nullable;

/** What an upstream must fulfil (Kong Gateway 3.9 and for sticky sessions 3.11, entity {@code upstreams}). */
final class UpstreamRules {

    private UpstreamRules() {}

    static void check(Upstream upstream, Place at) {
        name(upstream.name(), at.field("name"));
        Syntax.between(upstream.slots(), 10, 65536, at.field("slots"));
        Syntax.tags(upstream.tags(), at.field("tags"));
        if (upstream.hostHeader() != null) {
            Syntax.hostWithOptionalPort(upstream.hostHeader(), at.field("host_header"));
        }
        if (upstream.healthchecks() != null) {
            HealthcheckRules.check(upstream.healthchecks(), at.field("healthchecks"));
        }
        hashing(upstream, at);
        stickySessions(upstream, at);
        SessionRules.check(upstream, at);
    }

    private static void name(String name, Place at) {
        if (TargetAddress.isName(name)) {
            return;
        }
        if (TargetAddress.isHost(name)) {
            at.report("Invalid name ('" + name + "'); no ip addresses allowed");
        } else if (name.matches("[^:]+:\\d+")) {
            at.report("Invalid name ('" + name + "'); no port allowed");
        } else {
            at.report("Invalid name ('" + name + "'); must be a valid hostname");
        }
    }

    private static void hashing(Upstream upstream, Place at) {
        HashInput on = upstream.hashOn();
        HashInput fallback = upstream.hashFallback();
        String algorithm = upstream.algorithm().text();
        if (hashes(on) && upstream.algorithm() != Algorithm.CONSISTENT_HASHING) {
            at.field("hash_on").report("expected one of: none (when 'algorithm' is '" + algorithm + "')");
        }
        input(on, "hash_on", at);
        if (fallback == null || !hashes(fallback)) {
            return;
        }
        if (!hashes(on)) {
            at.field("hash_fallback").report("expected one of: none (when 'hash_on' is 'none')");
        } else if (on instanceof HashInput.Cookie) {
            at.field("hash_fallback").report("expected one of: none (when 'hash_on' is 'cookie')");
        } else if (fallback.equals(on)) {
            at.field("hash_fallback").report("values must be distinct: 'hash_on' and 'hash_fallback' name the same");
        }
        input(fallback, "hash_fallback", at);
    }

    private static boolean hashes(@Nullable HashInput input) {
        return !(input == null || input instanceof HashInput.None);
    }

    private static void input(@Nullable HashInput input, String field, Place at) {
        switch (input) {
            case null -> {}
            case HashInput.None none -> {}
            case HashInput.Consumer consumer -> {}
            case HashInput.Ip ip -> {}
            case HashInput.Path path -> {}
            case HashInput.Header(String name) -> Syntax.headerName(name, at.field(field + "_header"));
            case HashInput.Cookie(String name, String path) -> {
                Syntax.cookieName(name, at.field("hash_on_cookie"));
                if (path != null) {
                    Syntax.cookiePath(path, at.field("hash_on_cookie_path"));
                }
            }
            case HashInput.QueryArg(String name) -> notEmpty(name, at.field(field + "_query_arg"));
            case HashInput.UriCapture(String name) -> notEmpty(name, at.field(field + "_uri_capture"));
        }
    }

    private static void notEmpty(String value, Place at) {
        if (value.isEmpty()) {
            at.report("length must be at least 1");
        }
    }

    private static void stickySessions(Upstream upstream, Place at) {
        StickySessions sticky = upstream.stickySessions();
        if (upstream.algorithm() != Algorithm.STICKY_SESSIONS) {
            if (sticky != null) {
                at.field("sticky_sessions_cookie")
                        .report("value must be null when 'algorithm' is '"
                                + upstream.algorithm().text() + "'");
            }
            return;
        }
        if (sticky == null) {
            at.field("sticky_sessions_cookie")
                    .report("required field missing (expected: the name of a cookie when 'algorithm' is"
                            + " 'sticky-sessions')");
            return;
        }
        Syntax.cookieName(sticky.cookie(), at.field("sticky_sessions_cookie"));
        String path = sticky.cookiePath();
        if (path == null) {
            return;
        }
        Place pathAt = at.field("sticky_sessions_cookie_path");
        Syntax.cookiePath(path, pathAt);
        if (CookiePrefix.of(sticky.cookie()) == CookiePrefix.HOST && !path.equals(CookiePrefix.HOST_PATH)) {
            pathAt.report("'" + path + "' (expected: '/' for a cookie called " + sticky.cookie() + ")");
        }
    }
}
