package dev.hawser.benchmarks.compare;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds of each measurement, at least 1
 * @param seconds of each measurement, at least 1
 * @param largeSeconds of those of large bodies and of system calls
 * @param warmUpSeconds of each contender
 * @param connections of clients
 * @param slow how many slow clients are there beside others
 * @param idle how many connections are open while memory is looked at
 * @param restSeconds how long all have to give memory back before it is looked at
 * @param only each measurement that is made has one of these in its name; empty for all
 */
record CompareOptions(
        int rounds,
        int seconds,
        int largeSeconds,
        int warmUpSeconds,
        int connections,
        int slow,
        int idle,
        int restSeconds,
        List<String> only) {

    /** Sees only whether it all works. */
    static final CompareOptions QUICK = new CompareOptions(2, 1, 1, 5, 64, 200, 500, 1, List.of());

    CompareOptions {
        check("--rounds", rounds);
        check("--seconds", seconds);
        check("--warm-up", warmUpSeconds);
        check("--connections", connections);
        check("--slow", slow);
        check("--idle", idle);
        only = List.copyOf(only);
    }

    /** Whether a measurement of this name is made. */
    boolean include(String measurement) {
        return only.isEmpty() || only.stream().anyMatch(measurement::contains);
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
