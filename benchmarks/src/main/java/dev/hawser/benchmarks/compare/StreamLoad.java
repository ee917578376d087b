package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many requests of HTTP/2 with TLS as fast as the proxy answers them: h2load, with {@value #STREAMS} streams at once on each
 * connection. All have the cookie of one origin, for h2load sends each request alike. It is told a number, not a time: with a
 * time it does not end when a connection is closed just then.
 *
 * @param requests at least the streams of all connections
 */
record StreamLoad(Workbench bench, int connections, int requests) {

    private static final int STREAMS = 100;
    private static final Pattern REQUESTS =
            Pattern.compile("requests: \\d+ total, \\d+ started, (\\d+) done, (\\d+) succeeded");
    private static final Pattern RATE = Pattern.compile("finished in \\S+, ([\\d.]+) req/s");

    record Outcome(long requests, double perSecond) {

        static Outcome parse(String printed) throws IOException {
            Matcher requests = REQUESTS.matcher(printed);
            Matcher rate = RATE.matcher(printed);
            if (!requests.find() || !rate.find() || requests.group(1).equals("0")) {
                throw new IOException("h2load: printed no result (expected: one): " + printed.strip());
            }
            if (!requests.group(1).equals(requests.group(2))) {
                throw new IOException("load: " + requests.group(2) + " of " + requests.group(1)
                        + " requests succeeded (expected: all)");
            }
            if (!printed.contains("Application protocol: h2\n")) {
                throw new IOException("h2load: spoke another protocol (expected: h2): " + printed.strip());
            }
            return new Outcome(Long.parseLong(requests.group(1)), Double.parseDouble(rate.group(1)));
        }
    }

    Outcome run(Contender contender) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "h2load",
                "--threads=1",
                "--clients=" + connections,
                "--max-concurrent-streams=" + STREAMS,
                "--requests=" + Math.max(requests, STREAMS * connections)));
        SampleHead.fields(contender.cookies().getFirst()).forEach((name, value) -> {
            if (!name.equals("Host")) {
                command.add("--header=" + name + ": " + value);
            }
        });
        command.add(Entrance.TLS.url(contender, "/"));
        return Outcome.parse(bench.run("h2load", Workbench.LOAD_CORE, command));
    }
}
