package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A temporary folder and the programs that run with it. Closing ends the programs, their children first, and removes the
 * folder; so does the end of this program, however it comes.
 */
final class Workbench implements AutoCloseable {

    /** Where proxies run. */
    static final int PROXY_CORE = 0;

    /** Where all else runs. */
    static final int LOAD_CORE = 1;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Path folder;
    private final List<Process> running = new ArrayList<>();
    private final Thread atExit = new Thread(this::clear);

    private Workbench(Path folder) {
        this.folder = folder;
    }

    static Workbench create() throws IOException {
        Workbench bench = new Workbench(Files.createTempDirectory("hawser-compare"));
        Runtime.getRuntime().addShutdownHook(bench.atExit);
        return bench;
    }

    Path folder() {
        return folder;
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Starts a program on one core; what it prints goes to the file {@code NAME.log} of the folder. */
    Process start(String name, int core, List<String> command) throws IOException {
        Process process = new ProcessBuilder(pinned(core, command))
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        synchronized (running) {
            running.add(process);
        }
        return process;
    }

    /**
     * Runs a program on one core to its end.
     *
     * @return what it printed
     * @throws IOException if it fails
     */
    String run(String name, int core, List<String> command) throws IOException, InterruptedException {
        Process process = start(name, core, command);
        int status = process.waitFor();
        synchronized (running) {
            running.remove(process);
        }
        String printed = Files.readString(log(name));
        if (status != 0) {
            throw new IOException(name + ": exit status " + status + " (expected: 0): " + printed.strip());
        }
        return printed;
    }

    String printedBy(String name) throws IOException {
        return Files.readString(log(name));
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private static List<String> pinned(int core, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        whole.addAll(command);
        return whole;
    }

    /** Ends one program and its children. */
    void stop(Process process) {
        synchronized (running) {
            running.remove(process);
        }
        end(List.of(process));
    }

    @Override
    public void close() {
        clear();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void clear() {
        synchronized (running) {
            end(running.reversed());
            running.clear();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(List<Process> processes) {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
                .toList();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        for (ProcessHandle handle : all) {
            try {
                handle.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handle.destroyForcibly();
            } catch (Exception _) {
                handle.destroyForcibly();
            }
        }
    }
}
