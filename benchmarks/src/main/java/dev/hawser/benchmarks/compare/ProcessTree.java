package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the operating system accounts to a process and its children (proc(5)). */
record ProcessTree(ProcessHandle root) {

    /** Ticks of the clock that {@code /proc} counts in, {@code USER_HZ}: {@value} a second on every Linux. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long MICROS_PER_TICK = 1_000_000 / TICKS_PER_SECOND;

    /** The process ids, the root's first. */
    List<Long> pids() {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** The processor time used so far, in the program and in the kernel on its behalf, in microseconds. */
    long cpuMicros() throws IOException {
        long ticks = 0;
        for (long pid : pids()) {
            ticks += ticks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Fields 14 and 15 of a line of {@code stat}; the second field, a name in parentheses, may have anything in it. */
    static long ticks(String stat) {
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]);
    }

    /** The memory that is resident, what is shared counted in parts ({@code Pss}), in bytes. */
    long residentBytes() throws IOException {
        long kibibytes = 0;
        for (long pid : pids()) {
            kibibytes += proportional(Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
        }
        return kibibytes * 1024;
    }

    static long proportional(List<String> smaps) {
        for (String line : smaps) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IllegalArgumentException("smaps_rollup: no Pss (expected: a line of it)");
    }
}
