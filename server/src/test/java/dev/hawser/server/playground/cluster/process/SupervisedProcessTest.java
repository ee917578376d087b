package dev.hawser.server.playground.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SupervisedProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void keepsWhatTheProgramPrintsAndItsExitCode() throws Exception {
        Path log = folder.resolve("log");
        SupervisedProcess process = SupervisedProcess.start(
                List.of("/bin/sh", "-c", "echo one; echo two >&2; pwd; exit 3"), folder, log, ParentDeath.KILLS);

        assertThat(process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(process.exitCode()).hasValue(3);
        assertThat(SupervisedProcess.lastLines(log, 2))
                .containsExactly("two", folder.toRealPath().toString());
    }

    @ParameterizedTest
    @EnumSource(ParentDeath.class)
    void endsWhenThePipeToItsParentDoes(ParentDeath parentDeath) throws Exception {
        Process process =
                new ProcessBuilder(SupervisedProcess.supervised(List.of("sleep", "600"), parentDeath)).start();
        assertThat(process.isAlive()).isTrue();

        // What the operating system does when the parent is gone.
        process.getOutputStream().close();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(parentDeath == ParentDeath.KILLS ? 128 + 9 : 128 + 15);
    }

    @Test
    void itsProcessIdIsTheProgramsOwn() throws Exception {
        Path log = folder.resolve("log");
        SupervisedProcess process =
                SupervisedProcess.start(List.of("/bin/sh", "-c", "echo $$"), folder, log, ParentDeath.KILLS);

        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(Files.readString(log).strip()).isEqualTo(Long.toString(process.pid()));
    }

    @Test
    void aHaltedProcessStopsWhenAsked() throws IOException {
        SupervisedProcess process =
                SupervisedProcess.start(List.of("sleep", "600"), folder, folder.resolve("log"), ParentDeath.KILLS);
        process.pause();

        process.stop(PATIENCE);

        assertThat(process.exitCode()).hasValue(128 + 15);
    }

    @Test
    void aProcessThatDoesNotStopIsKilled() throws Exception {
        Path log = folder.resolve("log");
        SupervisedProcess process = SupervisedProcess.start(
                List.of("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"),
                folder,
                log,
                ParentDeath.KILLS);
        while (!Files.readString(log).contains("ready")) {
            Thread.onSpinWait();
        }

        process.stop(Duration.ofMillis(1));

        assertThat(process.exitCode()).hasValue(128 + 9);
    }
}
