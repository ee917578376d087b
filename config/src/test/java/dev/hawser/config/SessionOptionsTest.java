package dev.hawser.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.SessionOptions.Conflict;
import dev.hawser.config.SessionOptions.NewSessions;
import dev.hawser.config.SessionOptions.OnLoss;
import dev.hawser.config.SessionOptions.Secure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionOptionsTest {

    private static final StickySessions COOKIE = new StickySessions("sid", null);

    @Test
    void withoutTagsAllAreAtTheirDefaults() {
        SessionOptions options = SessionOptions.of(upstream("team-a", "hawser-gateway"));
        assertThat(options).isEqualTo(SessionOptions.DEFAULT);
        assertThat(options.domain()).isNull();
        assertThat(options.maxAgeSeconds()).isNull();
        assertThat(options.secure()).isEqualTo(Secure.AUTO);
        assertThat(options.httpOnly()).isTrue();
        assertThat(options.sameSite()).isEqualTo("Lax");
        assertThat(options.partitioned()).isFalse();
        assertThat(options.onLoss()).isEqualTo(OnLoss.REASSIGN);
        assertThat(options.header()).isNull();
        assertThat(options.newSessions()).isEqualTo(NewSessions.ROUND_ROBIN);
    }

    @Test
    void readsEachFromItsTagAndWritesItBack() {
        List<String> tags = List.of(
                "hawser-session-cookie-domain:shop.example",
                "hawser-session-cookie-max-age:3600",
                "hawser-session-cookie-secure:always",
                "hawser-session-cookie-http-only:false",
                "hawser-session-cookie-same-site:none",
                "hawser-session-cookie-partitioned:true",
                "hawser-session-strict:true",
                "hawser-new-sessions:least-sessions");
        SessionOptions options = SessionOptions.of(upstream(tags.toArray(String[]::new)));
        assertThat(options.domain()).isEqualTo("shop.example");
        assertThat(options.maxAgeSeconds()).isEqualTo(3600);
        assertThat(options.secure()).isEqualTo(Secure.ALWAYS);
        assertThat(options.httpOnly()).isFalse();
        assertThat(options.sameSite()).isEqualTo("None");
        assertThat(options.partitioned()).isTrue();
        assertThat(options.onLoss()).isEqualTo(OnLoss.REFUSE);
        assertThat(options.newSessions()).isEqualTo(NewSessions.LEAST_SESSIONS);
        assertThat(options.tags()).isEqualTo(tags);
        assertThat(options.conflicts(COOKIE)).isEmpty();
        assertThat(SessionOptions.of(upstream("hawser-session-header:X-Session"))
                        .header())
                .isEqualTo("X-Session");
    }

    @ParameterizedTest
    @CsvSource({
        "COOKIE_DOMAIN, .Shop.Example, shop.example",
        "COOKIE_DOMAIN, 10.0.0.1,",
        "COOKIE_DOMAIN, a b,",
        "COOKIE_DOMAIN, 'a;b',",
        "COOKIE_MAX_AGE, 007, 7",
        "COOKIE_MAX_AGE, 0,",
        "COOKIE_MAX_AGE, -1,",
        "COOKIE_MAX_AGE, 1h,",
        "COOKIE_MAX_AGE, 2147483648,",
        "COOKIE_SECURE, ALWAYS, always",
        "COOKIE_SECURE, true,",
        "COOKIE_HTTP_ONLY, False, false",
        "COOKIE_SAME_SITE, None, none",
        "COOKIE_SAME_SITE, any,",
        "COOKIE_PARTITIONED, yes,",
        "STRICT, TRUE, true",
        "HEADER, X-Session, X-Session",
        "HEADER, 'X Session',",
        "HEADER, '',",
        "HEADER, content-length,",
        "HEADER, Set-Cookie,",
        "HEADER, ETag,",
        "HEADER, X-Kong-Proxy-Latency,",
        "HEADER, X-Forwarded-Prefix,",
        "HEADER, Forwarded,",
        "NEW_SESSIONS, Least-Sessions, least-sessions",
        "NEW_SESSIONS, random,",
    })
    void valuesHaveOneSpellingOrAreNotTaken(SessionOption option, String value, String canonical) {
        assertThat(option.canonical(value).orElse(null)).isEqualTo(canonical);
    }

    @Test
    void aCookieThatClientsWouldDropIsAConflict() {
        assertThat(conflicts(COOKIE, Map.of(SessionOption.COOKIE_SAME_SITE, "none")))
                .containsExactly(SessionOption.COOKIE_SAME_SITE);
        assertThat(conflicts(
                        COOKIE, Map.of(SessionOption.COOKIE_PARTITIONED, "true", SessionOption.COOKIE_SECURE, "never")))
                .containsExactly(SessionOption.COOKIE_PARTITIONED);
        assertThat(conflicts(new StickySessions("__Secure-sid", null), Map.of(SessionOption.COOKIE_SECURE, "never")))
                .containsExactly(SessionOption.COOKIE_SECURE);
        assertThat(conflicts(
                        new StickySessions("__Host-sid", null), Map.of(SessionOption.COOKIE_DOMAIN, "shop.example")))
                .containsExactly(SessionOption.COOKIE_DOMAIN);
    }

    @Test
    void anOptionWithTwoConflictsIsToldOnce() {
        assertThat(conflicts(
                        COOKIE,
                        Map.of(
                                SessionOption.HEADER, "X-Session",
                                SessionOption.COOKIE_SAME_SITE, "none",
                                SessionOption.COOKIE_PARTITIONED, "true")))
                .containsExactly(SessionOption.COOKIE_SAME_SITE, SessionOption.COOKIE_PARTITIONED);
    }

    @Test
    void attributesOfACookieConflictWithAHeaderInItsPlace() {
        assertThat(conflicts(
                        COOKIE,
                        Map.of(
                                SessionOption.HEADER, "X-Session",
                                SessionOption.COOKIE_DOMAIN, "shop.example",
                                SessionOption.COOKIE_SECURE, "always",
                                SessionOption.STRICT, "true")))
                .containsExactly(SessionOption.COOKIE_DOMAIN, SessionOption.COOKIE_SECURE);
    }

    private static List<SessionOption> conflicts(StickySessions sessions, Map<SessionOption, String> values) {
        return new SessionOptions(values)
                .conflicts(sessions).stream().map(Conflict::option).toList();
    }

    private static Upstream upstream(String... tags) {
        return Upstream.builder("u")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(COOKIE)
                .tags(List.of(tags))
                .build();
    }
}
