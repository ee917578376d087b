package dev.hawser.benchmarks.compare;

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
 * @param only what the names of the measurements that are made have in them; empty for all
 */
record CompareOptions(
        int rounds,
        int seconds,
        int largeSeconds,
        int warmUpSeconds,
        int connections,
        int slow,
        int idle,
        String only) {

    /** Sees only whether it all works. */
    static final CompareOptions QUICK = new CompareOptions(2, 1, 1, 5, 64, 200, 500, "");

    CompareOptions {
        check("--rounds", rounds);
        check("--seconds", seconds);
        check("--warm-up", warmUpSeconds);
        check("--connections", connections);
        check("--slow", slow);
        check("--idle", idle);
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
