package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.runtime.RouteRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RouteIndexTest {

    private static final List<String> SEGMENTS = List.of("/", "/a", "/a/", "/ab", "/a/b", "/a/b/", "/a/bc", "/b", "/é");
    private static final List<String> HOSTS =
            List.of("a.test", "b.a.test", "*.a.test", "*.test", "a.*", "b.*", "a.test:8080", "[::1]", "*.a.test:8080");
    private static final List<String> ASKED_HOSTS = List.of(
            "a.test",
            "A.TEST",
            "b.a.test",
            "c.b.a.test",
            "a.test:8080",
            "b.a.test:8080",
            "a.org",
            "test",
            "[::1]:8080",
            "");

    @Test
    void routesOfStreamProtocolsTakeNoRequests() {
        Route route =
                Route.builder(new UUID(0, 1)).protocols(List.of(Protocol.TCP)).build();
        assertThat(idOf(List.of(route), FakeRequest.get("/"))).isNull();
    }

    @Test
    void routesForHttpsTakePlainRequestsSoThatTheyCanBeRedirected() {
        Route route = Route.builder(new UUID(0, 1))
                .protocols(List.of(Protocol.HTTPS))
                .snis(List.of("a.test"))
                .build();
        assertThat(idOf(List.of(route), FakeRequest.get("/"))).isEqualTo(route.id());
    }

    @Test
    void aHostWithThePortOfTheSchemeTakesRequestsThatNameNoPort() {
        Route route = Route.builder(new UUID(0, 1)).hosts(List.of("a.test:443")).build();
        assertThat(idOf(List.of(route), FakeRequest.get("/").host("a.test").overTls(null)))
                .isEqualTo(route.id());
        assertThat(idOf(List.of(route), FakeRequest.get("/").host("a.test"))).isNull();
    }

    @Test
    void fieldValuesMatchWhateverTheirCaseAndExpressionsAnywhereInThem() {
        Route plain = Route.builder(new UUID(0, 1))
                .headers(Map.of("X-Version", List.of("Beta")))
                .build();
        Route regex = Route.builder(new UUID(0, 2))
                .headers(Map.of("X-Version", List.of("~*^canary-\\d+")))
                .build();
        List<Route> routes = List.of(plain, regex);
        assertThat(idOf(routes, FakeRequest.get("/").header("x-version", "BETA")))
                .isEqualTo(plain.id());
        assertThat(idOf(routes, FakeRequest.get("/").header("x-version", "Canary-7b")))
                .isEqualTo(regex.id());
        assertThat(idOf(routes, FakeRequest.get("/").header("x-version", "my-canary-7")))
                .isNull();
    }

    @Test
    void anExpressionOfAHigherPriorityGoesFirst() {
        Route wide = Route.builder(new UUID(0, 9)).paths(List.of("~/a.*")).build();
        Route narrow = Route.builder(new UUID(0, 1))
                .paths(List.of("~/a/b$"))
                .regexPriority(1)
                .build();
        List<Route> routes = List.of(wide, narrow);
        assertThat(idOf(routes, FakeRequest.get("/a/b"))).isEqualTo(narrow.id());
        assertThat(idOf(routes, FakeRequest.get("/a/bc"))).isEqualTo(wide.id());
    }

    @Test
    void anExactPathOfAnIngressGoesBeforeAPrefixOfAnother() {
        Route prefix =
                Route.builder(new UUID(0, 9)).paths(List.of("/foo/", "~/foo$")).build();
        Route exact = Route.builder(new UUID(0, 1)).paths(List.of("~/foo/bar$")).build();
        List<Route> routes = List.of(prefix, exact);
        assertThat(idOf(routes, FakeRequest.get("/foo"))).isEqualTo(prefix.id());
        assertThat(idOf(routes, FakeRequest.get("/foo/bar"))).isEqualTo(exact.id());
        assertThat(idOf(routes, FakeRequest.get("/foo/barn"))).isEqualTo(prefix.id());
        assertThat(idOf(routes, FakeRequest.get("/foobar"))).isNull();
    }

    @Test
    void aPathOfAnyScriptTakesRequestsThatEscapeIt() {
        Route route =
                Route.builder(new UUID(0, 1)).paths(List.of("/caf\u00e9 bar/")).build();
        assertThat(idOf(List.of(route), FakeRequest.get(PathNormalizer.normalize("/caf%c3%a9%20bar/x"))))
                .isEqualTo(route.id());
        assertThat(idOf(List.of(route), FakeRequest.get("/caf/x"))).isNull();
    }

    @Test
    void ofTheExpressionsOfARouteTheFirstThatMatchesCounts() {
        Route route = Route.builder(new UUID(0, 1))
                .paths(List.of("/a/b/", "~/a", "~/a/b/(?<id>.+)", "~/(?<rest>.+)$"))
                .stripPath(true)
                .build();
        RouteMatch first = Objects.requireNonNull(match(List.of(route), FakeRequest.get("/a/b/7")));
        assertThat(first.upstreamPath()).isEqualTo("/b/7");
        assertThat(first.capture("id")).isNull();

        RouteMatch last = Objects.requireNonNull(match(List.of(route), FakeRequest.get("/b/7")));
        assertThat(last.upstreamPath()).isEqualTo("/");
        assertThat(last.capture("rest")).isEqualTo("b/7");

        Route turned =
                route.toBuilder().paths(List.of("~/a/b/(?<id>.+)", "~/a")).build();
        RouteMatch narrow = Objects.requireNonNull(match(List.of(turned), FakeRequest.get("/a/b/7")));
        assertThat(narrow.capture("id")).isEqualTo("7");
    }

    /** The index must find what asking every rule in the order of precedence finds. */
    @RepeatedTest(20)
    void findsWhatAskingEveryRuleInTurnFinds(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            routes.add(anyRoute(new UUID(random.nextLong(), i), random));
        }
        List<RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            rules.addAll(RouteRule.of(routes.get(i), i));
        }
        rules.sort(RouteRule.BY_PRECEDENCE);
        for (String path : List.of("/", "/a", "/a/b", "/a/b/c", "/abc", "/a/bcd", "/b/x", "/c", "/é/x")) {
            for (String host : ASKED_HOSTS) {
                FakeRequest request = FakeRequest.get(path).host(host).method(pick(List.of("GET", "PUT"), random));
                UUID expected = rules.stream()
                        .filter(rule -> takes(rule, request))
                        .map(rule -> routes.get(rule.ordinal()).id())
                        .findFirst()
                        .orElse(null);
                assertThat(idOf(routes, request))
                        .as("seed %d, host %s, path %s", repetition.getCurrentRepetition(), host, path)
                        .isEqualTo(expected);
            }
        }
    }

    private static boolean takes(RouteRule rule, RequestView request) {
        HostPattern.Authority asked = HostPattern.Authority.parse(request.host());
        boolean hostFits = rule.hosts().isEmpty()
                || rule.hosts().stream()
                        .anyMatch(host -> host.matchesName(asked.name())
                                && (host.port() == HostPattern.Authority.NO_PORT
                                        || host.port() == (asked.port() < 0 ? 80 : asked.port())));
        boolean pathFits = rule.paths().isEmpty()
                || rule.paths().stream().anyMatch(path -> request.path().startsWith(path.text()));
        return hostFits && pathFits && rule.accepts(request);
    }

    private static Route anyRoute(UUID id, Random random) {
        Route.Builder route = Route.builder(id);
        if (random.nextInt(3) > 0) {
            route.hosts(
                    random.nextBoolean()
                            ? List.of(pick(HOSTS, random))
                            : List.of(pick(HOSTS, random), pick(HOSTS, random)));
        }
        if (random.nextInt(4) > 0) {
            route.paths(
                    random.nextBoolean()
                            ? List.of(pick(SEGMENTS, random))
                            : List.of(pick(SEGMENTS, random), pick(SEGMENTS, random)));
        }
        if (random.nextInt(4) == 0) {
            route.methods(List.of("PUT"));
        }
        return route.build();
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static @Nullable UUID idOf(List<Route> routes, RequestView request) {
        RouteMatch match = match(routes, request);
        return match == null ? null : match.route().config().id();
    }

    private static @Nullable RouteMatch match(List<Route> routes, RequestView request) {
        List<RouteRuntime> runtimes =
                routes.stream().map(route -> new RouteRuntime(route, null)).toList();
        return new IndexedRouter(RouteIndex.of(routes), runtimes).match(request);
    }
}
