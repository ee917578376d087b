package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.KongCases;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** What Kong's router answers in its own tests. */
class KongRouterTest {

    @TestFactory
    Stream<DynamicTest> answersAsKongDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("kong-router.json").get("cases")) {
            if (texts(kase.get("flavors")).contains("traditional_compatible")) {
                String name = kase.get("id").asString() + " "
                        + kase.get("description").asString();
                tests.add(DynamicTest.dynamicTest(name, () -> check(kase)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> splitsHostAndPortAsKongDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("kong-router.json").get("split_port_cases")) {
            String input = kase.get("input").asString();
            String host = kase.get("host").asString();
            // Kong puts brackets around bare IPv6 addresses; here only addresses in brackets are addresses.
            if (host.startsWith("[") == input.startsWith("[") && input.indexOf(':') == input.lastIndexOf(':')) {
                tests.add(DynamicTest.dynamicTest(
                        "'" + input + "'",
                        () -> assertThat(HostPattern.Authority.parse(input).name())
                                .isEqualTo(host)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void check(JsonNode kase) {
        List<RouteRuntime> runtimes = new ArrayList<>();
        for (JsonNode route : kase.get("routes")) {
            runtimes.add(new RouteRuntime(route(route), service(route.get("service"))));
        }
        IndexedRouter router = new IndexedRouter(
                RouteIndex.of(runtimes.stream().map(RouteRuntime::config).toList()), runtimes);
        RouteMatch match =
                router.match(request(kase.get("request"), kase.get("level").asString()));
        JsonNode expected = kase.get("expected");
        if (expected.get("route").isNull()) {
            assertThat(match).isNull();
            return;
        }
        Objects.requireNonNull(match, "no match");
        assertThat(match.route().config().id())
                .isEqualTo(UUID.fromString(expected.get("route").asString()));
        if (expected.has("upstream_uri")) {
            assertThat(match.upstreamPath())
                    .isEqualTo(expected.get("upstream_uri").asString());
        }
        if (expected.has("strip_prefix")) {
            assertThat(match.strippedPrefix()).isEqualTo(textOrNull(expected.get("strip_prefix")));
        }
        if (expected.has("uri_captures")) {
            checkCaptures(expected, match);
        }
    }

    private static void checkCaptures(JsonNode expected, RouteMatch match) {
        JsonNode captures = expected.get("uri_captures");
        if (captures.isNull()) {
            assertThat(match.capture("0")).isNull();
            return;
        }
        captures.properties()
                .forEach(group -> assertThat(match.capture(group.getKey()))
                        .as("group %s", group.getKey())
                        .isEqualTo(textOrNull(group.getValue())));
        if (expected.has("uri_captures_count")) {
            int count = expected.get("uri_captures_count").asInt();
            assertThat(match.capture(Integer.toString(count + 1))).isNull();
        }
    }

    private static FakeRequest request(JsonNode json, String level) {
        String path = json.get("path").asString();
        if (level.equals("exec")) {
            int query = path.indexOf('?');
            path = PathNormalizer.normalize(query < 0 ? path : path.substring(0, query));
        }
        String host = textOrNull(json.get("host"));
        FakeRequest request =
                FakeRequest.get(path).method(json.get("method").asString()).host(host == null ? "" : host);
        if (json.get("scheme").asString().equals("https")) {
            request.overTls(textOrNull(json.get("sni")));
        }
        headers(json.get("headers")).forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request;
    }

    private static Route route(JsonNode json) {
        JsonNode priority = json.get("regex_priority");
        return Route.builder(UUID.fromString(json.get("id").asString()))
                .hosts(texts(json.get("hosts")))
                .paths(texts(json.get("paths")))
                .methods(texts(json.get("methods")))
                .snis(texts(json.get("snis")))
                .headers(headers(json.get("headers")))
                .stripPath(json.has("strip_path") && json.get("strip_path").asBoolean())
                .regexPriority(priority == null || priority.isNull() ? null : priority.asInt())
                .build();
    }

    private static @Nullable ServiceRuntime service(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return null;
        }
        Upstream upstream = Upstream.builder("any").build();
        Service service = Service.builder(new UUID(0, 1), "any")
                .protocol(Protocol.HTTP)
                .path(textOrNull(json.get("path")))
                .build();
        return new ServiceRuntime(service, new UpstreamRuntime(upstream, (request, failed) -> null, List.of()));
    }

    private static @Nullable String textOrNull(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : json.asString();
    }

    private static List<String> texts(@Nullable JsonNode json) {
        List<String> texts = new ArrayList<>();
        if (json != null) {
            json.forEach(text -> texts.add(text.asString()));
        }
        return texts;
    }

    /** The recording says that {@code -} and {@code _} are the same in its names. */
    private static Map<String, List<String>> headers(@Nullable JsonNode json) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (json != null) {
            json.properties()
                    .forEach(header -> headers.put(
                            header.getKey().replace('_', '-'),
                            header.getValue().isArray()
                                    ? texts(header.getValue())
                                    : List.of(header.getValue().asString())));
        }
        return headers;
    }
}
