package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has the operating system wake a thread when it asked to be. A higher priority would not do: the threads of a paced load
 * share their core with the origins, which they would starve.
 */
final class Punctuality {

    private Punctuality() {}

    /** Linux wakes a thread up to 50 µs late unless told otherwise; what cannot be told is measured as it is. */
    static void ask() {
        try {
            String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                    .getFileName()
                    .toString();
            Files.writeString(Path.of("/proc", thread, "timerslack_ns"), "1000");
        } catch (IOException _) {
            // Latencies of all contenders are longer by the same.
        }
    }
}
