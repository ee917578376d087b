package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has the operating system run a thread as soon as there is something for it to do. The threads of a paced load share their
 * core with the origins: what they wait for that core would count as latency of the proxies.
 */
final class Punctuality {

    /** The highest that is not for real time (sched(7)): above it, they would starve the origins. */
    private static final String NICENESS = "-20";

    private Punctuality() {}

    /** Asks for the calling thread, and for all that it starts. Where that is not granted, latencies of all contenders are longer by the same. */
    static void ask() {
        try {
            String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString();
            // Linux wakes a thread up to 50 µs late unless told otherwise.
            Files.writeString(Path.of("/proc", thread, "timerslack_ns"), "1000");
            new ProcessBuilder("renice", "-n", NICENESS, "-p", thread)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException _) {
            // Not granted, or not known there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
