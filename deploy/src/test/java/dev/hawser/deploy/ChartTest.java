package dev.hawser.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The chart with its own values and those of {@code ci/}. That a cluster takes what it renders is checked against a real
 * API server by the module {@code verification}.
 */
class ChartTest {

    @TestFactory
    Stream<DynamicTest> isLintedWithEachSetOfValues() throws IOException {
        try (Stream<Path> files = Files.list(Helm.CHART.resolve("ci"))) {
            List<Path> sets = files.sorted().toList();
            assertThat(sets).isNotEmpty();
            return Stream.concat(Stream.of(Helm.CHART.resolve("values.yaml")), sets.stream())
                    .map(set -> dynamicTest(String.valueOf(set.getFileName()), () -> {
                        Helm.Output lint = Helm.helm("lint", "--strict", Helm.CHART.toString(), "-f", set.toString());
                        assertThat(lint.succeeded().text()).contains("0 chart(s) failed");
                    }));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicaCount=many                      | at '/replicaCount': got string, want integer
            proxy.typ=NodePort                     | at '/proxy': additional properties 'typ' not allowed
            proxy.type=Balancer                    | at '/proxy/type': value must be one of 'LoadBalancer', 'NodePort', 'ClusterIP'
            proxy.http.containerPort=80            | at '/proxy/http/containerPort': minimum: got 80, want 1,024
            topology=three-containers              | at '/topology': value must be one of 'all-in-one', 'two-containers'
            env.a-b=1                              | at '/env': additional properties 'a-b' not allowed
            resources.limits.memory=1.5Gi          | resources.limits.memory: 1.5Gi (expected: a whole number and Ki, Mi, Gi, k, M or G, as in 512Mi)
            terminationGracePeriodSeconds=30       | terminationGracePeriodSeconds: 30 (expected: at least 60: gracefulShutdown.propagationSeconds + gracefulShutdown.timeoutSeconds + 20)
            ingressController.enabled=false        | dblessConfig: 0 of config, configMap and secret are set (expected: exactly one, since ingressController.enabled is false)
            """)
    void badValuesAreLocated(String value, String message) throws IOException, InterruptedException {
        Helm.Output output = Helm.helm("template", "hawser", Helm.CHART.toString(), "--set", value);

        assertThat(output.exitCode()).isNotZero();
        assertThat(output.error()).contains(message);
    }

    @Test
    void drainSupportIsOnUnlessSaidOtherwise() throws IOException, InterruptedException {
        assertThat(variables(Helm.render())).containsEntry("CONTROLLER_ENABLE_DRAIN_SUPPORT", "true");
        assertThat(variables(Helm.render("--set", "ingressController.env.enable_drain_support=false")))
                .containsEntry("CONTROLLER_ENABLE_DRAIN_SUPPORT", "false");
    }

    @Test
    void aVariableThatIsGivenBeatsThatOfTheChart() throws IOException, InterruptedException {
        assertThat(variables(Helm.render("--set", "ingressController.env.INGRESS_CLASS=mine")))
                .containsEntry("CONTROLLER_INGRESS_CLASS", "mine");
    }

    @Test
    void theAdminApiStaysOnLoopbackInEachTopology() throws IOException, InterruptedException {
        for (String topology : List.of("all-in-one", "two-containers")) {
            List<JsonNode> objects = Helm.render("--set", "topology=" + topology);

            assertThat(variables(objects)).containsEntry("KONG_ADMIN_LISTEN", "127.0.0.1:8001");
            assertThat(objects.toString()).doesNotContain("ort\":8001");
        }
    }

    @Test
    void anAutoscaledDeploymentSaysNothingOfReplicas() throws IOException, InterruptedException {
        List<JsonNode> scaled = Helm.render("--set", "autoscaling.enabled=true");

        assertThat(kind(scaled, "Deployment").path("spec").has("replicas")).isFalse();
        assertThat(kind(scaled, "HorizontalPodAutoscaler")
                        .at("/spec/maxReplicas")
                        .asInt())
                .isEqualTo(5);
        assertThat(kind(Helm.render(), "Deployment").at("/spec/replicas").asInt())
                .isEqualTo(2);
    }

    @Test
    void withNamespacesOnlyIngressClassesAreReadInTheWholeCluster() throws IOException, InterruptedException {
        List<JsonNode> objects = Helm.render("--set", "ingressController.watchNamespaces={shop,payments}");

        assertThat(kind(objects, "ClusterRole").path("rules").toString()).isEqualTo("""
                        [{"apiGroups":["networking.k8s.io"],"resources":["ingressclasses"],"verbs":["list","watch"]}]""");
        assertThat(objects.stream().filter(object -> is(object, "Role")))
                .extracting(object -> object.at("/metadata/namespace").asText())
                .contains("shop", "payments");
    }

    @Test
    void eachValueIsDocumented() throws IOException {
        Object values = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Helm.CHART.resolve("values.yaml")));
        List<String> names = new ArrayList<>();
        collect("", values, names);

        String documentation = Files.readString(Helm.CHART.resolve("README.md"));
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(documentation).contains("| `" + name + "` |"));
    }

    /** Values are documented down to the level where the chart hands on what belongs to Kubernetes. */
    private static void collect(String prefix, Object value, List<String> names) {
        if (value instanceof Map<?, ?> map
                && !map.isEmpty()
                && !prefix.matches(".*([sS]ecurityContext|Probe|esources|Strategy|behavior|nnotations|env)")) {
            map.forEach(
                    (key, child) -> collect(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, child, names));
        } else {
            names.add(prefix);
        }
    }

    private static boolean is(JsonNode object, String kind) {
        return object.path("kind").asText().equals(kind);
    }

    private static JsonNode kind(List<JsonNode> objects, String kind) {
        return objects.stream().filter(object -> is(object, kind)).findFirst().orElseThrow();
    }

    /** The variables of all containers that have a plain value. */
    private static Map<String, String> variables(List<JsonNode> objects) {
        Map<String, String> variables = new HashMap<>();
        for (JsonNode container : kind(objects, "Deployment").at("/spec/template/spec/containers")) {
            for (JsonNode variable : container.path("env")) {
                variables.put(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        }
        return variables;
    }
}
