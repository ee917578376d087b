package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As many requests as the proxy answers: wrk, each of whose connections sends the next request when the last was answered.
 *
 * @param entrance where they go in
 * @param path of the requests
 */
record ClosedLoad(Workbench bench, Entrance entrance, int connections, int seconds, String path) {

    private static final String SCRIPT = """
            local requests, turn = {}, 0
            function init(args)
                for i = 1, #args do requests[i] = args[i]:gsub("|", "\\r\\n") end
            end
            function request()
                turn = turn % #requests + 1
                return requests[turn]
            end
            function done(summary, latency, _)
                local e = summary.errors
                io.write(string.format("RESULT %d %d %d %d %d %d %d\\n", summary.requests, summary.duration, summary.bytes,
                    e.status + e.connect + e.read + e.write + e.timeout,
                    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
            end
            """;

    /** What came of it; latencies in microseconds. */
    record Outcome(long requests, long micros, long bytes, double p50, double p99, double p999) {

        double perSecond() {
            return requests * 1e6 / micros;
        }

        double bytesPerSecond() {
            return bytes * 1e6 / micros;
        }

        static Outcome parse(String printed) throws IOException {
            for (String line : printed.split("\n", -1)) {
                if (line.startsWith("RESULT ")) {
                    String[] numbers = line.split(" ", -1);
                    if (!numbers[4].equals("0")) {
                        throw new IOException("load: " + numbers[4] + " failed requests (expected: none)");
                    }
                    return new Outcome(
                            Long.parseLong(numbers[1]),
                            Long.parseLong(numbers[2]),
                            Long.parseLong(numbers[3]),
                            Double.parseDouble(numbers[5]),
                            Double.parseDouble(numbers[6]),
                            Double.parseDouble(numbers[7]));
                }
            }
            throw new IOException("wrk: printed no result (expected: one): " + printed.strip());
        }
    }

    Outcome run(Contender contender) throws IOException, InterruptedException {
        return Outcome.parse(bench.run("wrk", Workbench.LOAD_CORE, command(contender)));
    }

    /** What runs it. */
    List<String> command(Contender contender) throws IOException {
        Path script = bench.write("wrk.lua", SCRIPT);
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s" + script,
                entrance.url(contender, path),
                "--"));
        for (String cookie : contender.cookies()) {
            command.add(SampleHead.text(path, cookie).replace("\r\n", "|"));
        }
        return command;
    }
}
