package dev.hawser.server.playground.cluster.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends with its parent, also when that one is killed, and that the terminal's Ctrl-C does not reach
 * where {@code setsid} is at hand: its owner decides when it stops.
 *
 * <p>How: its standard input is a pipe whose other end only the parent holds. A small shell reads from that pipe beside
 * the program, and the end of the pipe is the end of the parent. Unlike {@code PR_SET_PDEATHSIG} this follows the parent
 * process and not the thread that started the child.
 */
public final class SupervisedProcess {

    /** The program keeps the shell's process id, so {@code $$} is the program in the subshell as well. */
    private static final String SUPERVISE = "signal=$1; shift; exec 3<&0 </dev/null; "
            + "(read -r parent <&3; kill -s \"$signal\" $$) >/dev/null 2>&1 & "
            + "exec 3<&-; exec \"$@\"";

    private static final int TAIL_BYTES = 16_384;

    private final Process process;

    private SupervisedProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a program in a folder.
     *
     * @param log what the program prints is appended to this file
     * @throws IOException the program cannot be started
     */
    public static SupervisedProcess start(List<String> command, Path folder, Path log, ParentDeath parentDeath)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(supervised(command, parentDeath))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(builder);
    }

    /**
     * Starts what a builder describes; its command is one of {@link #supervised}.
     *
     * @throws IOException the program cannot be started
     */
    public static SupervisedProcess start(ProcessBuilder builder) throws IOException {
        return new SupervisedProcess(
                builder.redirectInput(ProcessBuilder.Redirect.PIPE).start());
    }

    /** The command line that has a program supervised. */
    public static List<String> supervised(List<String> command, ParentDeath parentDeath) {
        List<String> whole = new ArrayList<>();
        Executables.find("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(List.of("/bin/sh", "-c", SUPERVISE, "supervise", parentDeath.signal()));
        whole.addAll(command);
        return List.copyOf(whole);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The exit code, or nothing while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Completes with the exit code. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks the process to stop (SIGTERM) without waiting for it. */
    public void terminate() {
        process.destroy();
    }

    /** Asks the process to stop (SIGTERM), and kills it when it still runs after this time. */
    public void stop(Duration patience) {
        if (!process.isAlive()) {
            return;
        }
        // A paused process would not get to know of it.
        resume();
        process.destroy();
        if (!awaitExit(patience)) {
            kill();
        }
    }

    /** Kills the process (SIGKILL), and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** Halts the process (SIGSTOP): its connections stay open and nobody answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a halted process go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** The last lines of a log, or what keeps them from being read. */
    public static List<String> lastLines(Path log, int most) {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - TAIL_BYTES);
            List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of(log + " cannot be read: " + e.getMessage());
        }
    }
}
