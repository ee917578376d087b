package dev.hawser.server.playground.cluster;

import dev.hawser.server.playground.cluster.process.ParentDeath;
import dev.hawser.server.playground.cluster.process.SupervisedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One program of the control plane with its command line, running or not. */
final class ControlPlanePart {

    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int LINES_OF_A_FAILURE = 8;

    private final List<String> command;
    private final Path folder;
    private final Path log;
    private @Nullable SupervisedProcess process;

    ControlPlanePart(List<String> command, Path folder, Path log) {
        this.command = List.copyOf(command);
        this.folder = folder;
        this.log = log;
    }

    /** Starts the program unless it runs. */
    void start() throws IOException {
        if (process == null || !process.isAlive()) {
            process = SupervisedProcess.start(command, folder, log, ParentDeath.KILLS);
        }
    }

    /** Fails, with the end of the log, when the program runs no more. */
    void requireAlive() throws ClusterException {
        if (process != null && process.isAlive()) {
            return;
        }
        String how = process == null
                ? "was not started"
                : "ended with " + process.exitCode().orElse(-1);
        throw new ClusterException(name() + ": it " + how + " (expected: it runs)" + endOfLog());
    }

    String endOfLog() {
        return "\n  " + String.join("\n  ", SupervisedProcess.lastLines(log, LINES_OF_A_FAILURE)) + "\n  (all of it: "
                + log + ")";
    }

    private String name() {
        return String.valueOf(Path.of(command.getFirst()).getFileName());
    }

    SupervisedProcess running() {
        if (process == null) {
            throw new IllegalStateException(name() + ": not started (expected: running)");
        }
        return process;
    }

    void stop() {
        if (process != null) {
            process.stop(STOP);
        }
    }
}
