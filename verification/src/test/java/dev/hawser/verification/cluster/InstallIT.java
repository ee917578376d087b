package dev.hawser.verification.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.verification.guide.Kubectl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code deploy/} installs, as the API server takes it: each object, but for storing it. */
@RealClusterTest
class InstallIT {

    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path CHART = DEPLOY.resolve("helm").resolve("hawser");
    private static final String NAMESPACE = "hawser-system";
    private static final int NO_HELM = 69;

    @ParameterizedTest
    @ValueSource(strings = {"crds", "manifests/all-in-one.yaml", "manifests/two-containers.yaml"})
    void plainFilesAreTaken(String file, Cluster cluster) {
        dryRun(prepared(cluster), "", DEPLOY.resolve(file).toString());
    }

    @TestFactory
    Stream<DynamicTest> theChartIsTakenWithEachSetOfValues(Cluster cluster) throws IOException {
        Kubectl kubectl = prepared(cluster);
        try (Stream<Path> files = Files.list(CHART.resolve("ci"))) {
            List<Path> sets = new ArrayList<>(files.sorted().toList());
            assertThat(sets).isNotEmpty();
            sets.addFirst(CHART.resolve("values.yaml"));
            return sets.stream()
                    .map(set ->
                            dynamicTest(String.valueOf(set.getFileName()), () -> dryRun(kubectl, rendered(set), "-")));
        }
    }

    /** The cluster has the class and the definitions already, as one that comes from Kong has. */
    @Test
    void aReleaseKeepsItsSessionKeyAndLeavesWhatIsNotItsOwn(Cluster cluster) throws IOException, InterruptedException {
        String namespace = cluster.namespace("release");
        Kubectl kubectl = cluster.kubectl(namespace);
        String[] where = {
            "--kubeconfig", cluster.controlPlane().adminKubeconfig().toString(), "--namespace", namespace
        };

        helm(with(where, "install", "hawser", CHART.toString(), "--set", "replicaCount=0"));
        String key = sessionKey(kubectl);
        helm(with(where, "upgrade", "hawser", CHART.toString(), "--set", "replicaCount=0,topology=two-containers"));
        assertThat(sessionKey(kubectl)).isEqualTo(key);

        helm(with(where, "uninstall", "hawser"));
        assertThat(kubectl.run("get", "deployments,services", "-o", "name")).doesNotContain("hawser");
        assertThat(kubectl.run("get", "ingressclass,crd", "-o", "name"))
                .contains("ingressclass.networking.k8s.io/kong", "kongupstreampolicies.configuration.konghq.com");

        helm(with(where, "install", "hawser", CHART.toString(), "--set", "replicaCount=0"));
        assertThat(sessionKey(kubectl)).isEqualTo(key);
        helm(with(where, "uninstall", "hawser"));
    }

    private static String[] with(String[] where, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(where)).toArray(String[]::new);
    }

    private static String sessionKey(Kubectl kubectl) {
        String key = kubectl.run("get", "secret", "hawser-session-key", "-o", "jsonpath={.data.session-key}");
        assertThat(Base64.getDecoder().decode(key.strip())).hasSize(32);
        return key;
    }

    /** A dry run stores no namespace, so those that the objects are in have to be there. */
    private static Kubectl prepared(Cluster cluster) {
        // Objects are in several namespaces, which kubectl minds when it is given one.
        Kubectl kubectl = cluster.kubectl("");
        for (String namespace : List.of(NAMESPACE, "shop", "payments")) {
            String manifest = """
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: %s}
                    """.formatted(namespace);
            kubectl.attemptWith(manifest, "apply", "--server-side", "-f", "-");
        }
        return kubectl;
    }

    private static void dryRun(Kubectl kubectl, String input, String file) {
        Kubectl.Result result = kubectl.attemptWith(
                input,
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--validate=strict",
                "-f",
                file);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith("(server dry run)") || line.startsWith("WARNING: version difference"));
    }

    private static String rendered(Path values) throws IOException, InterruptedException {
        return helm(
                "template",
                "hawser",
                CHART.toString(),
                "--namespace",
                NAMESPACE,
                "--include-crds",
                "--values",
                values.toString());
    }

    private static String helm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                DEPLOY.resolve("tools").resolve("helm").resolve("helm.sh").toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("helm", ".err");
        Process helm = new ProcessBuilder(command).redirectError(log.toFile()).start();
        String text = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = helm.waitFor();
        String error = Files.readString(log);
        Files.delete(log);
        if (exitCode == NO_HELM && !Boolean.parseBoolean(System.getenv("CI"))) {
            abort(error.strip() + ": the chart is not checked");
        }
        assertThat(exitCode).as(error).isZero();
        return text;
    }
}
