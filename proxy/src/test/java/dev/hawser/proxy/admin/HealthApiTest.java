package dev.hawser.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.Verdict;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.metrics.UpstreamHealthMetrics;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

class HealthApiTest {

    private static final String FIRST = "11111111-1111-4111-8111-111111111111";
    private static final String CONFIG = """
            _format_version: "3.0"
            services:
            - name: app
              host: app.upstream
            upstreams:
            - name: app.upstream
              id: 00000000-0000-4000-8000-000000000001
              healthchecks: {threshold: THRESHOLD, passive: {unhealthy: {tcp_failures: 1}}}
              targets:
              - target: 10.0.0.1:8080
                id: 11111111-1111-4111-8111-111111111111
                weight: 60
                tags: [blue]
              - target: "[fd00::1]:8080"
                weight: 40
              - target: pod.example:8080
                weight: 0
                tags: [k8s-terminating]
            - name: unchecked
              targets:
              - target: 10.0.0.9:80
            """;

    private final ActiveConfiguration active = new ActiveConfiguration(new SnapshotHolder(RuntimeSnapshot.empty()));
    private final NodeStatus status =
            new NodeStatus(new NodeInfo(new UUID(1, 2), "node-1", List.of()), active, () -> new ServerCounts(0, 0, 0));
    private final AdminApi api = new AdminApi(active, status, List.of());

    HealthApiTest() throws Exception {
        configure("0");
    }

    private void configure(String threshold) throws Exception {
        active.apply(new DeclarativeReader().read(CONFIG.replace("THRESHOLD", threshold)));
    }

    @AfterEach
    void close() {
        active.close();
    }

    @Test
    void showsEachTargetAsKongDoes() {
        active.health().set(endpoint(0), Verdict.UNHEALTHY);
        unresolved(endpoint(2));
        JsonNode page = get("/upstreams/app.upstream/health", "");
        assertThat(page.path("node_id").asString()).isEqualTo(new UUID(1, 2).toString());
        assertThat(page.path("next").isNull()).isTrue();
        JsonNode first = page.path("data").get(0);
        assertThat(first.path("id").asString()).isEqualTo(FIRST);
        assertThat(first.path("target").asString()).isEqualTo("10.0.0.1:8080");
        assertThat(first.path("weight").asInt()).isEqualTo(60);
        assertThat(first.path("health").asString()).isEqualTo("UNHEALTHY");
        assertThat(first.path("tags").get(0).asString()).isEqualTo("blue");
        assertThat(first.path("upstream").path("id").asString()).isEqualTo("00000000-0000-4000-8000-000000000001");
        assertThat(first.path("data")).hasToString("""
                {"host":"10.0.0.1","port":8080,"nodeWeight":60,\
                "addresses":[{"ip":"10.0.0.1","port":8080,"weight":60,"health":"UNHEALTHY"}],\
                "weight":{"total":60,"available":0,"unavailable":60}}""");
        assertThat(page.path("data").get(1).path("health").asString()).isEqualTo("HEALTHY");
        JsonNode third = page.path("data").get(2);
        assertThat(third.path("health").asString()).isEqualTo("DNS_ERROR");
        assertThat(third.path("data").path("addresses")).isEmpty();
    }

    @Test
    void targetsWithoutChecksAreShownAsSuch() {
        JsonNode data = get("/upstreams/unchecked/health", "").path("data");
        assertThat(data.get(0).path("health").asString()).isEqualTo("HEALTHCHECKS_OFF");
        JsonNode balancer =
                get("/upstreams/unchecked/health", "balancer_health=1").path("data");
        assertThat(balancer.path("health").asString()).isEqualTo("HEALTHCHECKS_OFF");
        assertThat(balancer.has("details")).isFalse();
    }

    @Test
    void theBalancerIsUnhealthyWhenNoTerminatingTargetCanStandInEither() {
        for (int i = 0; i < 3; i++) {
            active.health().set(endpoint(i), Verdict.UNHEALTHY);
        }
        JsonNode balancer =
                get("/upstreams/app.upstream/health", "balancer_health=1").path("data");
        assertThat(balancer.path("health").asString()).isEqualTo("UNHEALTHY");
    }

    @ParameterizedTest(name = "threshold {0}, weight unavailable: {1}")
    @CsvSource({
        "0, 0, HEALTHY",
        "0, 40, HEALTHY",
        "0, 60, HEALTHY",
        "0, 100, HEALTHY",
        "1, 100, UNHEALTHY",
        "40, 60, UNHEALTHY",
        "39.5, 60, HEALTHY",
        "99, 0, HEALTHY",
        "100, 0, UNHEALTHY",
    })
    void theBalancerIsHealthyWhileItServes(String threshold, int unavailable, String health) throws Exception {
        configure(threshold);
        if (unavailable >= 60) {
            active.health().set(endpoint(0), Verdict.UNHEALTHY);
        }
        if (unavailable % 60 == 40) {
            active.health().set(endpoint(1), Verdict.UNHEALTHY);
        }
        JsonNode balancer =
                get("/upstreams/app.upstream/health", "balancer_health=1").path("data");
        assertThat(balancer.path("health").asString()).isEqualTo(health);
        assertThat(balancer.path("id").asString()).isEqualTo("00000000-0000-4000-8000-000000000001");
        assertThat(balancer.path("details").path("healthy").asBoolean()).isEqualTo(health.equals("HEALTHY"));
        assertThat(balancer.path("details").path("weight").path("unavailable").asInt())
                .isEqualTo(unavailable);
        assertThat(balancer.path("details").path("hosts")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIRST,
                "10.0.0.1:8080",
                "10.0.0.1%3A8080",
                FIRST + "/10.0.0.1:8080",
                "10.0.0.1:8080/10.0.0.1:8080",
            })
    void anOperatorSetsTheHealthOfATarget(String target) {
        assertThat(put("/upstreams/app.upstream/targets/" + target + "/unhealthy"))
                .isEqualTo(204);
        assertThat(endpoint(0).healthy()).isFalse();
        assertThat(put("/upstreams/00000000-0000-4000-8000-000000000001/targets/" + target + "/healthy"))
                .isEqualTo(204);
        assertThat(endpoint(0).healthy()).isTrue();
    }

    @Test
    void anIpv6TargetIsNamedAsItIsConfigured() {
        assertThat(put("/upstreams/app.upstream/targets/%5Bfd00::1%5D:8080/unhealthy"))
                .isEqualTo(204);
        assertThat(endpoint(1).healthy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/upstreams/nobody/targets/10.0.0.1:8080/unhealthy, 404",
        "/upstreams/app.upstream/targets/10.0.0.7:8080/unhealthy, 404",
        "/upstreams/app.upstream/targets/10.0.0.1:8080/10.0.0.7:8080/unhealthy, 400",
        "/upstreams/app.upstream/targets/10.0.0.1:8080/nonsense:/unhealthy, 400",
        "/upstreams/unchecked/targets/10.0.0.9:80/unhealthy, 400",
        "/upstreams/app.upstream/targets/10.0.0.1:8080, 405",
        "/services/app/targets/10.0.0.1:8080/unhealthy, 405",
    })
    void whatIsNotThereCannotBeSet(String path, int expected) {
        assertThat(put(path)).isEqualTo(expected);
        assertThat(endpoint(0).healthy()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PATCH", "DELETE"})
    void settingTheHealthTakesPutOnly(String method) {
        AdminRequest request =
                AdminRequest.of(method, "/upstreams/app.upstream/targets/" + FIRST + "/unhealthy", "", "", "");
        assertThat(api.answer(request).status()).isEqualTo(405);
        assertThat(endpoint(0).healthy()).isTrue();
    }

    @Test
    void metricsTellTheHealthOfEveryTarget() {
        active.health().set(endpoint(0), Verdict.UNHEALTHY);
        unresolved(endpoint(2));
        StatusApi statusApi = new StatusApi(status, List.of(new UpstreamHealthMetrics(active)));
        AdminResponse response = statusApi.answer(AdminRequest.of("GET", "/metrics", "", "", ""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .isInstanceOfSatisfying(
                        AdminResponse.Metrics.class,
                        metrics -> assertThat(metrics.text())
                                .startsWith("# HELP kong_upstream_target_health Health status of targets of upstream. ")
                                .contains("\n# TYPE kong_upstream_target_health gauge\n")
                                .contains(sample("app.upstream", "10.0.0.1:8080", "10.0.0.1:8080", "unhealthy", 1))
                                .contains(sample("app.upstream", "10.0.0.1:8080", "10.0.0.1:8080", "healthy", 0))
                                .contains(sample("app.upstream", "[fd00::1]:8080", "[fd00::1]:8080", "healthy", 1))
                                .contains(sample("app.upstream", "pod.example:8080", "", "dns_error", 1))
                                .contains(sample("unchecked", "10.0.0.9:80", "10.0.0.9:80", "healthchecks_off", 1))
                                .satisfies(text -> assertThat(text.lines()).hasSize(2 + 4 * 4)));
        assertThat(statusApi
                        .answer(AdminRequest.of("POST", "/metrics", "", "", ""))
                        .status())
                .isEqualTo(405);
    }

    private static String sample(String upstream, String target, String address, String state, int value) {
        return "\nkong_upstream_target_health{upstream=\"" + upstream + "\",target=\"" + target + "\",address=\""
                + address + "\",state=\"" + state + "\",subsystem=\"http\"} " + value + "\n";
    }

    private Endpoint endpoint(int index) {
        return upstream().endpoints().get(index);
    }

    private UpstreamRuntime upstream() {
        return Objects.requireNonNull(active.current().upstreams().get("app.upstream"));
    }

    private void unresolved(Endpoint endpoint) {
        ServiceRuntime service =
                new ServiceRuntime(active.current().config().services().getFirst(), upstream());
        active.health().observer().tryFailed(service, endpoint, ProxyFailure.NAME_RESOLUTION);
    }

    private JsonNode get(String path, String query) {
        AdminResponse response = api.answer(AdminRequest.of("GET", path, query, "", ""));
        assertThat(response.status()).isEqualTo(200);
        return response.body() instanceof AdminResponse.Json(JsonNode tree) ? tree : MissingNode.getInstance();
    }

    private int put(String path) {
        return api.answer(AdminRequest.of("PUT", path, "", "", "")).status();
    }
}
