package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code kubectl} on PATH, pointed at one cluster. */
public final class Kubectl {

    private final Path kubeconfig;
    private final String namespace;

    /** Works in the namespace {@code default}. */
    public Kubectl(Path kubeconfig) {
        this(kubeconfig, "default");
    }

    /** Works in a namespace, unless a call names another one. */
    public Kubectl(Path kubeconfig, String namespace) {
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
    }

    /** What a call printed, standard output and standard error together, and how it ended. */
    public record Result(int exitCode, String output) {}

    /** Leaves the test out when there is no {@code kubectl}, and fails it when the build server has none. */
    public static void require() {
        boolean present = Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            assertThat(present).as("kubectl on PATH").isTrue();
        }
        assumeTrue(present, "left out: no kubectl on PATH");
    }

    /** Runs a call that must succeed and returns what it printed. */
    public String run(String... arguments) {
        Result result = attempt(arguments);
        assertThat(result.exitCode())
                .as("kubectl %s: %s", String.join(" ", arguments), result.output())
                .isZero();
        return result.output();
    }

    public Result attempt(String... arguments) {
        return attemptWith("", arguments);
    }

    /** Applies manifests given as text. */
    public String apply(String manifests) {
        Result result = attemptWith(manifests, "apply", "-f", "-");
        assertThat(result.exitCode()).as("kubectl apply: %s", result.output()).isZero();
        return result.output();
    }

    public Result attemptWith(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "kubectl",
                "--kubeconfig=" + kubeconfig,
                "--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"),
                "--namespace=" + namespace));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.outputWriter(StandardCharsets.UTF_8).append(input).close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The names of the pods with this label that are being deleted. */
    public List<String> terminatingPods(String selector) {
        String names = run(
                "get",
                "pods",
                "-l",
                selector,
                "-o",
                "jsonpath={range .items[?(@.metadata.deletionTimestamp)]}{.metadata.name}{\"\\n\"}{end}");
        return names.lines().filter(name -> !name.isBlank()).toList();
    }

    /** How many endpoints of a Service have the condition {@code terminating}. */
    public long terminatingEndpoints(String service) {
        String conditions = run(
                "get",
                "endpointslices",
                "-l",
                "kubernetes.io/service-name=" + service,
                "-o",
                "jsonpath={range .items[*].endpoints[*]}{.conditions.terminating}{\"\\n\"}{end}");
        return conditions.lines().filter("true"::equals).count();
    }
}
