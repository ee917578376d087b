package dev.hawser.server.playground.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TablesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String META = "metadata: {name: x, creationTimestamp: '2025-12-31T23:59:15Z'}";

    @Test
    void showsRunningPod() {
        assertThat(cells(ResourceKinds.POD, META + """

                spec: {nodeName: n, containers: [{name: a}, {name: b}]}
                status:
                  phase: Running
                  podIP: 127.0.0.2
                  containerStatuses: [{ready: true, restartCount: 2, state: {running: {}}}, {ready: false}]
                """))
                .containsExactly("x", "1/2", "Running", "2", "45s", "127.0.0.2", "n", "<none>", "<none>");
    }

    @Test
    void showsPodOnItsWayOut() {
        assertThat(cells(ResourceKinds.POD, """
                metadata: {name: x, deletionTimestamp: '2026-01-01T00:00:30Z'}
                status: {phase: Running}
                """)).contains("Terminating");
    }

    @Test
    void showsWhyContainerDoesNotRun() {
        assertThat(cells(ResourceKinds.POD, """
                metadata: {name: x}
                status:
                  phase: Running
                  containerStatuses:
                    - restartCount: 3
                      state: {waiting: {reason: CrashLoopBackOff}}
                      lastState: {terminated: {finishedAt: '2025-12-31T23:58:00Z'}}
                """)).contains("CrashLoopBackOff", "3 (2m ago)");
    }

    @Test
    void showsDeployment() {
        assertThat(cells(ResourceKinds.DEPLOYMENT, META + """

                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web}}
                  template: {spec: {containers: [{name: a, image: 'i:1'}]}}
                status: {readyReplicas: 2, updatedReplicas: 1}
                """))
                .containsExactly("x", "2/3", "1", "0", "45s", "a", "i:1", "app=web");
    }

    @Test
    void showsService() {
        assertThat(cells(ResourceKinds.SERVICE, META + """

                spec: {type: ClusterIP, clusterIP: 10.96.0.1, ports: [{port: 80, protocol: TCP}], selector: {app: web}}
                """))
                .containsExactly("x", "ClusterIP", "10.96.0.1", "<none>", "80/TCP", "45s", "app=web");
    }

    @Test
    void showsIngress() {
        assertThat(cells(ResourceKinds.INGRESS, META + """

                spec: {ingressClassName: kong, tls: [{}], rules: [{host: a.example}, {host: b.example}]}
                status: {loadBalancer: {ingress: [{ip: 127.0.0.1}]}}
                """))
                .containsExactly("x", "kong", "a.example,b.example", "127.0.0.1", "80, 443", "45s");
    }

    @Test
    void abridgesEndpoints() {
        assertThat(cells(ResourceKinds.ENDPOINT_SLICE, META + """

                addressType: IPv4
                ports: [{port: 8080}]
                endpoints: [{addresses: [a]}, {addresses: [b]}, {addresses: [c]}, {addresses: [d]}]
                """))
                .containsExactly("x", "IPv4", "8080", "a,b,c + 1 more...", "45s");
    }

    @Test
    void showsPolicy() {
        assertThat(cells(
                        ResourceKinds.UPSTREAM_POLICY,
                        META + "\nspec: {algorithm: sticky-sessions, stickySessions: {cookie: id}}"))
                .containsExactly("x", "sticky-sessions", "id", "45s");
    }

    @Test
    void showsEvent() {
        assertThat(cells(ResourceKinds.EVENT, """
                metadata: {name: x}
                type: Warning
                reason: Bad
                message: "no good "
                lastTimestamp: '2025-12-31T23:59:50Z'
                involvedObject: {kind: Pod, name: web}
                """)).containsExactly("10s", "Warning", "Bad", "pod/web", "no good", "x");
    }

    @Test
    void describesColumnsAndIdentifiesRows() {
        JsonNode table = table(ResourceKinds.LEASE, META);

        assertThat(table.path("columnDefinitions").values())
                .extracting(column -> Json.text(column, "name"))
                .containsExactly("Name", "Holder", "Age");
        assertThat(Json.text(table.path("rows").path(0), "object.kind")).isEqualTo("PartialObjectMetadata");
        assertThat(Json.text(table.path("rows").path(0), "object.metadata.name"))
                .isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT5M30S, 5m30s",
        "PT11M, 11m",
        "PT3H5M, 3h5m",
        "PT10H, 10h",
        "P2D, 2d",
        "P2DT5H, 2d5h",
        "P10D, 10d",
        "P800D, 2y70d"
    })
    void shortensAges(Duration age, String expected) {
        assertThat(Age.since(NOW.minus(age), NOW)).isEqualTo(expected);
    }

    private static List<String> cells(ResourceKind kind, String yaml) {
        return table(kind, yaml).path("rows").path(0).path("cells").values().stream()
                .map(cell -> cell.asString(""))
                .toList();
    }

    private static JsonNode table(ResourceKind kind, String yaml) {
        ObjectNode object = Json.asObject(Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8)));
        return Tables.of(kind, List.of(object), "1", Tables.IncludedObject.METADATA, Tables.Header.SHOWN, NOW);
    }
}
