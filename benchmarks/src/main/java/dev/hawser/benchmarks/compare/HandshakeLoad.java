package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many connections of TLS 1.3 as there can be, each with one request of HTTP/1.0: {@code openssl s_time}, of which several
 * run at once, for one waits while the proxy works.
 */
record HandshakeLoad(Workbench bench, Handshakes handshakes, int seconds) {

    private static final int CLIENTS = 4;
    private static final Pattern COUNT = Pattern.compile("(?m)^(\\d+) connections in \\d+ real seconds");

    /** How many there were; s_time measures whole seconds and one more at times, so the clock is ours. */
    record Outcome(long count, long nanos) {

        double perSecond() {
            return count * 1e9 / nanos;
        }
    }

    Outcome run(Contender contender) throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<Process> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(bench.start(name(i), Workbench.LOAD_CORE, command(contender)));
        }
        long count = 0;
        for (int i = 0; i < CLIENTS; i++) {
            clients.get(i).waitFor();
            bench.stop(clients.get(i));
            count += counted(bench.printedBy(name(i)), handshakes);
        }
        return new Outcome(count, System.nanoTime() - start);
    }

    private static String name(int client) {
        return "handshakes-" + client;
    }

    private List<String> command(Contender contender) {
        return List.of(
                "openssl",
                "s_time",
                "-connect",
                "127.0.0.1:" + contender.securePort(),
                handshakes.option(),
                "-time",
                Integer.toString(seconds),
                "-tls1_3",
                "-www",
                "/");
    }

    /**
     * The number that one client printed, below a line with a letter for each handshake: {@code r} for a resumed one, {@code *}
     * for a full one of TLS 1.3.
     *
     * @throws IOException when there is none, or some were of another kind
     */
    static long counted(String printed, Handshakes handshakes) throws IOException {
        // The last total is that of the kind asked for: before it s_time makes the connection that is resumed.
        long count = -1;
        Matcher matcher = COUNT.matcher(printed);
        while (matcher.find()) {
            count = Long.parseLong(matcher.group(1));
        }
        if (count <= 0) {
            throw new IOException("s_time: printed no connections (expected: some): " + printed.strip());
        }
        long resumed = printed.lines()
                .filter(line -> line.matches("[r*t]+"))
                .mapToLong(line -> line.chars().filter(letter -> letter == 'r').count())
                .sum();
        boolean alike = handshakes == Handshakes.FULL ? resumed == 0 : resumed * 100 >= count * 99;
        if (!alike) {
            throw new IOException("s_time: " + resumed + " of " + count + " handshakes resumed (expected: "
                    + (handshakes == Handshakes.FULL ? "none" : "all") + ")");
        }
        return count;
    }
}
