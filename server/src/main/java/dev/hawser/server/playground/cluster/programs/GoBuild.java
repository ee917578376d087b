package dev.hawser.server.playground.cluster.programs;

import dev.hawser.server.playground.cluster.process.ParentDeath;
import dev.hawser.server.playground.cluster.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Builds the programs with Go, one after the other, and tells how far it is. */
final class GoBuild {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final int LINES_OF_A_FAILURE = 15;

    private final Path go;
    private final ControlPlaneModule module;
    private final Path log;
    private final Consumer<String> progress;

    /**
     * A build that was not started.
     *
     * @param log what Go prints is appended to this file
     * @param progress is told one line at a time
     */
    GoBuild(Path go, ControlPlaneModule module, Path log, Consumer<String> progress) {
        this.go = go;
        this.module = module;
        this.log = log;
        this.progress = progress;
    }

    /**
     * Builds all programs.
     *
     * @param sources where the module's files are put
     * @param target the folder for the programs
     */
    void run(Path sources, Path target) throws IOException, ProgramsException, InterruptedException {
        Files.createDirectories(sources);
        Files.createDirectories(target);
        module.extract(sources);
        ControlPlaneProgram[] programs = ControlPlaneProgram.values();
        for (int i = 0; i < programs.length; i++) {
            String what = programs[i].fileName() + " " + version(programs[i]) + " (" + (i + 1) + " of "
                    + programs.length + ")";
            progress.accept("Building " + what + "…");
            long start = System.nanoTime();
            build(programs[i], what, sources, target, start);
            progress.accept("Built " + what + " in " + elapsed(start));
        }
    }

    private String version(ControlPlaneProgram program) {
        return switch (program) {
            case ETCD -> module.etcdVersion();
            case API_SERVER, CONTROLLER_MANAGER -> module.kubernetesVersion();
        };
    }

    private void build(ControlPlaneProgram program, String what, Path sources, Path target, long start)
            throws IOException, ProgramsException, InterruptedException {
        List<String> command = List.of(
                "/usr/bin/env",
                "CGO_ENABLED=0",
                go.toString(),
                "build",
                "-mod=readonly",
                "-trimpath",
                "-ldflags",
                module.linkerFlags(),
                "-o",
                target.resolve(program.fileName()).toString(),
                "./" + program.fileName());
        SupervisedProcess build = SupervisedProcess.start(command, sources, log, ParentDeath.KILLS);
        try {
            while (true) {
                try {
                    int exitCode = build.onExit().get(REPORT_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    if (exitCode != 0) {
                        throw failure(what, exitCode);
                    }
                    return;
                } catch (TimeoutException _) {
                    progress.accept("  still building " + program.fileName() + " after " + elapsed(start) + download());
                }
            }
        } catch (ExecutionException e) {
            throw new ProgramsException(what + ": " + e.getCause(), e);
        } finally {
            build.kill();
        }
    }

    /** Go prints each module that it fetches, and nothing while it compiles. */
    private String download() {
        List<String> last = SupervisedProcess.lastLines(log, 1);
        return last.isEmpty() || !last.getFirst().startsWith("go: downloading ")
                ? ""
                : " (last fetched: " + last.getFirst().substring("go: downloading ".length()) + ")";
    }

    private ProgramsException failure(String what, int exitCode) {
        return new ProgramsException(what + " cannot be built: go build ended with " + exitCode + "\n  "
                + String.join("\n  ", SupervisedProcess.lastLines(log, LINES_OF_A_FAILURE)) + "\n  (all of it: " + log
                + ")");
    }

    private static String elapsed(long startNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
