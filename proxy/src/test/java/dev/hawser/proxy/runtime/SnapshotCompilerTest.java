package dev.hawser.proxy.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.config.Algorithm;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.TargetIds;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.routing.IndexedRouter;
import dev.hawser.proxy.routing.RouteMatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SnapshotCompilerTest {

    private static final Route ROUTE = Route.builder(new UUID(1, 1))
            .name("route")
            .paths(List.of("/example"))
            .build();
    private static final Service SERVICE = Service.builder(new UUID(2, 1), "app.upstream")
            .name("service")
            .routes(List.of(ROUTE))
            .build();

    private final SnapshotCompiler compiler = new SnapshotCompiler();

    @Test
    void leadsARequestThroughRouteAndServiceToAnEndpoint() throws RejectedConfigException {
        RuntimeSnapshot snapshot = compile(config(upstream("10.0.0.1:8080")), RuntimeSnapshot.empty());
        RouteMatch match = Objects.requireNonNull(snapshot.router().match(FakeRequest.get("/example/x")));
        ServiceRuntime service = Objects.requireNonNull(match.route().service());
        Selection selection =
                Objects.requireNonNull(service.upstream().balancer().select(FakeRequest.get("/"), List.of()));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.NEW);
        assertThat(selection.endpoint().host()).isEqualTo("10.0.0.1");
        assertThat(selection.endpoint().port()).isEqualTo(8080);
        assertThat(selection.endpoint().id())
                .isEqualTo(TargetIds.unkeyed().idOf("app.upstream", "10.0.0.1:8080", null));
        assertThat(snapshot.generation()).isEqualTo(1);
    }

    @Test
    void reusesEverythingWhenOnlyCertificatesChange() throws RejectedConfigException {
        RuntimeSnapshot first = compile(config(upstream("10.0.0.1:80")), RuntimeSnapshot.empty());
        Certificate certificate = new Certificate(new UUID(5, 5), "cert", "key", List.of(), List.of());
        GatewayConfig changed = new GatewayConfig(
                first.config().services(), List.of(), first.config().upstreams(), List.of(certificate));
        RuntimeSnapshot second = compile(changed, first);
        assertThat(second.router()).isSameAs(first.router());
        assertThat(second.upstreams().get("app.upstream"))
                .isSameAs(first.upstreams().get("app.upstream"));
    }

    @Test
    void aChangeOfEndpointsTouchesOnlyTheirUpstream() throws RejectedConfigException {
        Upstream second = Upstream.builder("other")
                .targets(List.of(new Target(null, "10.1.0.1:80", null, List.of())))
                .build();
        Service otherService = Service.builder(new UUID(2, 2), "other")
                .routes(List.of(
                        Route.builder(new UUID(1, 2)).paths(List.of("/other")).build()))
                .build();
        RuntimeSnapshot before = compile(
                new GatewayConfig(
                        List.of(SERVICE, otherService), List.of(), List.of(upstream("10.0.0.1:80"), second), List.of()),
                RuntimeSnapshot.empty());
        RuntimeSnapshot after = compile(
                new GatewayConfig(
                        List.of(SERVICE, otherService),
                        List.of(),
                        List.of(upstream("10.0.0.1:80", "10.0.0.2:80"), second),
                        List.of()),
                before);

        IndexedRouter routerBefore = (IndexedRouter) before.router();
        IndexedRouter routerAfter = (IndexedRouter) after.router();
        assertThat(routerAfter.index()).isSameAs(routerBefore.index());
        assertThat(routerAfter.routes().get(1)).isSameAs(routerBefore.routes().get(1));
        assertThat(after.upstreams().get("other")).isSameAs(before.upstreams().get("other"));
        assertThat(endpoints(after, "app.upstream").getFirst())
                .isSameAs(endpoints(before, "app.upstream").getFirst());
        RouteMatch match = Objects.requireNonNull(after.router().match(FakeRequest.get("/example")));
        assertThat(Objects.requireNonNull(match.route().service()).upstream())
                .isSameAs(after.upstreams().get("app.upstream"));
    }

    @Test
    void aPodThatStartsToDrainKeepsItsEndpointAndItsHealth() throws RejectedConfigException {
        RuntimeSnapshot before = compile(config(upstream("10.0.0.1:80", "10.0.0.2:80")), RuntimeSnapshot.empty());
        Endpoint pod = endpoints(before, "app.upstream").getFirst();
        pod.markUnhealthy();
        Target draining = new Target(null, "10.0.0.1:80", 0, List.of(Target.TERMINATING_TAG));
        Target staying = new Target(null, "10.0.0.2:80", null, List.of());
        RuntimeSnapshot after = compile(
                config(upstream().toBuilder()
                        .targets(List.of(draining, staying))
                        .build()),
                before);
        assertThat(endpoints(after, "app.upstream").getFirst()).isSameAs(pod);
        assertThat(pod.terminating()).isTrue();
        assertThat(pod.healthy()).isFalse();

        RuntimeSnapshot back = compile(config(upstream("10.0.0.1:80", "10.0.0.2:80")), after);
        assertThat(endpoints(back, "app.upstream").getFirst()).isSameAs(pod);
        assertThat(pod.terminating()).isFalse();
    }

    @Test
    void anotherPodOnTheSameAddressIsAnotherEndpoint() throws RejectedConfigException {
        Target first = new Target(new UUID(8, 1), "10.0.0.1:80", null, List.of());
        Target second = new Target(new UUID(8, 2), "10.0.0.1:80", null, List.of());
        RuntimeSnapshot before =
                compile(config(upstream().toBuilder().targets(List.of(first)).build()), RuntimeSnapshot.empty());
        RuntimeSnapshot after =
                compile(config(upstream().toBuilder().targets(List.of(second)).build()), before);
        assertThat(endpoints(after, "app.upstream").getFirst())
                .isNotSameAs(endpoints(before, "app.upstream").getFirst());
    }

    @Test
    void aServiceThatNamesNoUpstreamGoesToItsOwnAddress() throws RejectedConfigException {
        Service service = SERVICE.toBuilder().port(8443).build();
        RuntimeSnapshot before =
                compile(new GatewayConfig(List.of(service), List.of(), List.of(), List.of()), RuntimeSnapshot.empty());
        RouteMatch match = Objects.requireNonNull(before.router().match(FakeRequest.get("/example")));
        UpstreamRuntime upstream =
                Objects.requireNonNull(match.route().service()).upstream();
        assertThat(upstream.endpoints()).singleElement().hasToString("app.upstream:8443");
        Selection selection = Objects.requireNonNull(upstream.balancer().select(FakeRequest.get("/"), List.of()));
        assertThat(selection.outcome()).isEqualTo(SessionOutcome.NONE);

        Route more = Route.builder(new UUID(1, 9)).paths(List.of("/y")).build();
        RuntimeSnapshot after =
                compile(new GatewayConfig(List.of(service), List.of(more), List.of(), List.of()), before);
        assertThat(after.upstreams().get("app.upstream:8443")).isSameAs(upstream);
    }

    @Test
    void routesOfADisabledServiceTakeNoRequests() throws RejectedConfigException {
        Service disabled = SERVICE.toBuilder().enabled(false).build();
        RuntimeSnapshot snapshot =
                compile(new GatewayConfig(List.of(disabled), List.of(), List.of(), List.of()), RuntimeSnapshot.empty());
        assertThat(snapshot.router().match(FakeRequest.get("/example"))).isNull();
    }

    @Test
    void aRouteWithoutAServiceIsStillMatched() throws RejectedConfigException {
        RuntimeSnapshot snapshot =
                compile(new GatewayConfig(List.of(), List.of(ROUTE), List.of(), List.of()), RuntimeSnapshot.empty());
        RouteMatch match = Objects.requireNonNull(snapshot.router().match(FakeRequest.get("/example")));
        assertThat(match.route().service()).isNull();
    }

    @Test
    void saysEverythingThatIsWrongAndWhere() {
        Route badPaths = Route.builder(new UUID(1, 2))
                .paths(List.of("/ok", "~/a(", "nope"))
                .headers(Map.of("x-a", List.of("~*[")))
                .build();
        Service service =
                SERVICE.toBuilder().routes(List.of(ROUTE, badPaths, ROUTE)).build();
        Upstream upstream = upstream("10.0.0.1:80", "10.0.0.1:80", "10.0.0.1:x", "10.0.0.2:80").toBuilder()
                .stickySessions(new StickySessions("a b", null))
                .healthchecks(new Healthchecks(
                        new Healthchecks.Active(
                                null, null, null, "/a b", null, null, Map.of("x", List.of("1\r\ny: 2")), null, null),
                        null,
                        null))
                .build();
        RejectedConfigException rejected = catchThrowableOfType(
                RejectedConfigException.class,
                () -> compile(
                        new GatewayConfig(List.of(service), List.of(), List.of(upstream), List.of()),
                        RuntimeSnapshot.empty()));
        assertThat(rejected.violations().stream().map(Violation::path))
                .containsExactly(
                        "services[0].routes[1].paths[1]",
                        "services[0].routes[1].paths[2]",
                        "services[0].routes[1].headers.x-a",
                        "services[0].routes[2].id",
                        "services[0].routes[2].name",
                        "upstreams[0].targets[1]",
                        "upstreams[0].targets[2].target",
                        "upstreams[0].sticky_sessions_cookie",
                        "upstreams[0].healthchecks.active.http_path",
                        "upstreams[0].healthchecks.active.headers.x");
        assertThat(rejected).hasMessageContaining("services[0].routes[1].paths[1]: invalid regex");
    }

    @Test
    void aRejectedChangeLeavesTheKeptEndpointsAsTheyAre() throws RejectedConfigException {
        RuntimeSnapshot before = compile(config(upstream("10.0.0.1:80")), RuntimeSnapshot.empty());
        Target draining = new Target(null, "10.0.0.1:80", 0, List.of(Target.TERMINATING_TAG));
        Target bad = new Target(null, "10.0.0.2:x", null, List.of());
        GatewayConfig change =
                config(upstream().toBuilder().targets(List.of(draining, bad)).build());
        assertThatThrownBy(() -> compile(change, before)).isInstanceOf(RejectedConfigException.class);
        assertThat(endpoints(before, "app.upstream").getFirst().terminating()).isFalse();
    }

    @Test
    void aServiceWithAnImpossibleAddressIsRejectedAlsoWhenOnlyItsUpstreamIsTakenAway() throws RejectedConfigException {
        Service service = SERVICE.toBuilder().port(70_000).build();
        RuntimeSnapshot before = compile(
                new GatewayConfig(List.of(service), List.of(), List.of(upstream("10.0.0.1:80")), List.of()),
                RuntimeSnapshot.empty());
        assertThatThrownBy(() -> compile(new GatewayConfig(List.of(service), List.of(), List.of(), List.of()), before))
                .isInstanceOf(RejectedConfigException.class)
                .hasMessageContaining("services[0].host");
    }

    private RuntimeSnapshot compile(GatewayConfig config, RuntimeSnapshot previous) throws RejectedConfigException {
        return compiler.compile(config, previous);
    }

    private static GatewayConfig config(Upstream upstream) {
        return new GatewayConfig(List.of(SERVICE), List.of(), List.of(upstream), List.of());
    }

    private static Upstream upstream(String... targets) {
        return Upstream.builder("app.upstream")
                .algorithm(Algorithm.STICKY_SESSIONS)
                .stickySessions(new StickySessions("session-id", null))
                .targets(Arrays.stream(targets)
                        .map(target -> new Target(null, target, null, List.of()))
                        .toList())
                .build();
    }

    private static List<Endpoint> endpoints(RuntimeSnapshot snapshot, String upstream) {
        return Objects.requireNonNull(snapshot.upstreams().get(upstream)).endpoints();
    }
}
