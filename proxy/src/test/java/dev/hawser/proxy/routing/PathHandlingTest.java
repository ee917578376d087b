package dev.hawser.proxy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Route;
import dev.hawser.config.Route.PathHandling;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.KongCases;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** How Kong joins the paths of service and request in its own tests. */
class PathHandlingTest {

    @TestFactory
    Stream<DynamicTest> joinsPathsAsKongDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("path-handling.json").get("cases")) {
            String id = kase.get("id").asString();
            List<String> none = List.of();
            boolean hostOnly = kase.get("route_path").isNull();
            List<String> prefix =
                    hostOnly ? none : List.of(kase.get("route_path").asString());
            tests.add(DynamicTest.dynamicTest(id, () -> check(kase, prefix)));
            if (!hostOnly) {
                List<String> regex = List.of(kase.get("regex_route_path").asString());
                tests.add(DynamicTest.dynamicTest(id + " by expression", () -> check(kase, regex)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(200);
        return tests.stream();
    }

    private static void check(JsonNode kase, List<String> paths) {
        Route route = Route.builder(new UUID(0, 1))
                .hosts(List.of(kase.get("host").asString()))
                .paths(paths)
                .stripPath(kase.get("strip_path").asBoolean())
                .pathHandling(
                        PathHandling.parse(kase.get("path_handling").asString()).orElseThrow())
                .build();
        JsonNode servicePath = kase.get("service_path");
        Service service = Service.builder(new UUID(0, 2), "upstream")
                .path(servicePath.isNull() ? null : servicePath.asString())
                .build();
        UpstreamRuntime upstream =
                new UpstreamRuntime(Upstream.builder("upstream").build(), (request, failed) -> null, List.of());
        RouteRuntime runtime = new RouteRuntime(route, new ServiceRuntime(service, upstream));
        IndexedRouter router = new IndexedRouter(RouteIndex.of(List.of(route)), List.of(runtime));

        RouteMatch match = router.match(FakeRequest.get(
                        PathNormalizer.normalize(kase.get("request_path").asString()))
                .host(kase.get("host").asString()));

        Objects.requireNonNull(match, "no match");
        assertThat(match.upstreamPath()).isEqualTo(kase.get("expected_path").asString());
    }
}
