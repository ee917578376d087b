package dev.hawser.server.playground.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the kubectl on the PATH, with nothing of the user's: own kubeconfig, own cache, own home. */
record Kubectl(Path folder) {

    private static final long TIMEOUT_SECONDS = 60;

    /** What a run printed and how it ended. */
    record Result(int exit, String output, String errors) {}

    /** Leaves the calling test out when there is no kubectl, unless the build runs in CI, where that is a failure. */
    static Kubectl create(EmbeddedApi api, Path folder) throws IOException {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
        if (System.getenv("CI") != null) {
            assertThat(isThere).as("kubectl on the PATH, which CI must have").isTrue();
        }
        assumeTrue(isThere, "kubectl is not on the PATH");
        api.writeKubeconfig(folder.resolve("kubeconfig"));
        return new Kubectl(folder);
    }

    /** Runs a command line without spaces in its arguments, which must succeed; its output. */
    String run(String commandLine) throws IOException, InterruptedException {
        return run(commandLine.split(" ", -1));
    }

    /** Runs a command, which must succeed; its output. */
    String run(String... arguments) throws IOException, InterruptedException {
        Result result = tryRun("", arguments);
        assertThat(result.exit())
                .as("kubectl %s: %s%s", String.join(" ", arguments), result.output(), result.errors())
                .isZero();
        return result.output();
    }

    /** Applies a manifest, which must succeed; the output. */
    String apply(String manifest) throws IOException, InterruptedException {
        Result result = tryRun(manifest, "apply", "-f", "-");
        assertThat(result.exit()).as(result.errors()).isZero();
        return result.output();
    }

    Result tryRun(String input, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = builder(arguments)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "kubectl %s: no end after %d s".formatted(Arrays.toString(arguments), TIMEOUT_SECONDS));
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** Starts a command that goes on printing; end it by closing it. */
    Running start(String... arguments) throws IOException {
        return new Running(builder(arguments).redirectErrorStream(true).start());
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("kubectl");
        command.add("--cache-dir=" + folder.resolve("cache"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        builder.environment().put("HOME", folder.toString());
        return builder;
    }

    /** A command that goes on printing. */
    record Running(Process process, BufferedReader lines) implements AutoCloseable {

        Running(Process process) {
            this(process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        }

        /** Waits for a line that contains a text; fails when the command ends before it comes. */
        void awaitLine(String text) throws IOException {
            List<String> seen = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                seen.add(line);
                if (line.contains(text)) {
                    return;
                }
            }
            throw new AssertionError("no line contains <%s>: %s".formatted(text, seen));
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            lines.close();
        }
    }
}
