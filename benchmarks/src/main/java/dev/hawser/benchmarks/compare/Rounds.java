package dev.hawser.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures the contenders in turn, each round in another order, so that what else the machine does meets all of them.
 */
final class Rounds {

    private static final int LARGE_CONNECTIONS = 16;
    private static final int ONE_CONNECTION = 1;
    private static final int MANY_CONNECTIONS = 50;
    private static final int CALM_CONNECTIONS = 16;
    private static final double CALM_PER_SECOND = 1000;

    /** So that a measurement takes about as long as it is said to, and code that is new to a JVM has been compiled. */
    private static final int STREAMS_A_SECOND = 30_000;

    private static final String MEMORY = "memory";

    /** Lets the programs tidy up after a measurement, in milliseconds. */
    private static final long SETTLE_MILLIS = 2000;

    private final Workbench bench;
    private final List<Contender> contenders;
    private final CompareOptions options;
    private final Results results = new Results();

    Rounds(Workbench bench, List<Contender> contenders, CompareOptions options) {
        this.bench = bench;
        this.contenders = contenders;
        this.options = options;
    }

    Results run() throws IOException, InterruptedException {
        warmUp();
        each("saturation", options.rounds(), this::saturate);
        if (results.has(Metric.RATE)) {
            double rate = contenders.stream()
                            .mapToDouble(contender -> results.median(Metric.RATE, contender.name()))
                            .min()
                            .orElseThrow()
                    / 2;
            each("half load", options.rounds(), contender -> pace(contender, rate));
        }
        each("slow clients", options.rounds(), this::besideSlowClients);
        each("1 MiB", options.rounds(), this::large);
        each("full TLS", options.rounds(), contender -> shakeHands(contender, Handshakes.FULL));
        each("resumed TLS", options.rounds(), contender -> shakeHands(contender, Handshakes.RESUMED));
        each("HTTPS", options.rounds(), this::saturateSecurely);
        each("HTTP/2, 1", options.rounds(), contender -> streams(contender, ONE_CONNECTION));
        each("HTTP/2, 50", options.rounds(), contender -> streams(contender, MANY_CONNECTIONS));
        each("system calls", 1, this::countCalls);
        if (options.include(MEMORY)) {
            System.err.printf("rest: %d s%n", options.restSeconds());
            TimeUnit.SECONDS.sleep(options.restSeconds());
            each(MEMORY, 1, this::idle);
        }
        return results;
    }

    /** One measurement of one contender. */
    private interface Measurement {

        /** Returns what is told of it. */
        String of(Contender contender) throws IOException, InterruptedException;
    }

    private void each(String what, int rounds, Measurement measurement) throws IOException, InterruptedException {
        for (int round = 0; options.include(what) && round < rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.rotate(order, round);
            for (Contender contender : order) {
                String told = measurement.of(contender);
                System.err.printf(
                        Locale.ROOT, "%-12s %2d/%d  %-8s %s%n", what, round + 1, rounds, contender.name(), told);
            }
        }
    }

    /** A Java program is compiled while it runs, so all get their time to begin with. */
    private void warmUp() throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            System.err.printf("warm-up: %s, %d s%n", contender.name(), options.warmUpSeconds());
            new ClosedLoad(bench, Entrance.CLEAR, options.connections(), options.warmUpSeconds(), "/").run(contender);
            new ClosedLoad(bench, Entrance.CLEAR, LARGE_CONNECTIONS, 1, Origins.LARGE).run(contender);
            new PacedLoad(options.connections(), 1, 2000).run(contender);
            try (SlowClients _ = SlowClients.start(bench, contender, options.slow())) {
                new PacedLoad(CALM_CONNECTIONS, options.warmUpSeconds(), CALM_PER_SECOND).run(contender);
            }
            new ClosedLoad(bench, Entrance.TLS, options.connections(), options.warmUpSeconds(), "/").run(contender);
            new StreamLoad(bench, ONE_CONNECTION, STREAMS_A_SECOND * options.warmUpSeconds()).run(contender);
            new StreamLoad(bench, MANY_CONNECTIONS, STREAMS_A_SECOND * options.warmUpSeconds()).run(contender);
            new HandshakeLoad(bench, Handshakes.FULL, 1).run(contender);
            new HandshakeLoad(bench, Handshakes.RESUMED, 1).run(contender);
        }
    }

    private String saturate(Contender contender) throws IOException, InterruptedException {
        long before = contender.processes().cpuMicros();
        ClosedLoad.Outcome outcome =
                new ClosedLoad(bench, Entrance.CLEAR, options.connections(), options.seconds(), "/").run(contender);
        long cpu = contender.processes().cpuMicros() - before;
        results.add(Metric.RATE, contender, outcome.perSecond());
        results.add(Metric.CPU, contender, (double) cpu / outcome.requests());
        results.add(Metric.P50, contender, outcome.p50());
        results.add(Metric.P99, contender, outcome.p99());
        results.add(Metric.P999, contender, outcome.p999());
        return String.format(
                Locale.ROOT,
                "%,7.0f requests/s, p99 %,.0f µs, CPU %.1f µs, %.0f %% of the core",
                outcome.perSecond(),
                outcome.p99(),
                (double) cpu / outcome.requests(),
                100.0 * cpu / outcome.micros());
    }

    private String saturateSecurely(Contender contender) throws IOException, InterruptedException {
        long before = contender.processes().cpuMicros();
        ClosedLoad.Outcome outcome =
                new ClosedLoad(bench, Entrance.TLS, options.connections(), options.seconds(), "/").run(contender);
        double cpu = (double) (contender.processes().cpuMicros() - before) / outcome.requests();
        results.add(Metric.SECURE_RATE, contender, outcome.perSecond());
        results.add(Metric.SECURE_CPU, contender, cpu);
        return told(outcome.perSecond(), "requests/s", cpu);
    }

    private String shakeHands(Contender contender, Handshakes handshakes) throws IOException, InterruptedException {
        long before = contender.processes().cpuMicros();
        HandshakeLoad.Outcome outcome = new HandshakeLoad(bench, handshakes, options.seconds()).run(contender);
        double cpu = (double) (contender.processes().cpuMicros() - before) / outcome.count();
        boolean full = handshakes == Handshakes.FULL;
        results.add(full ? Metric.FULL : Metric.RESUMED, contender, outcome.perSecond());
        results.add(full ? Metric.FULL_CPU : Metric.RESUMED_CPU, contender, cpu);
        return told(outcome.perSecond(), "handshakes/s", cpu);
    }

    private String streams(Contender contender, int connections) throws IOException, InterruptedException {
        long before = contender.processes().cpuMicros();
        StreamLoad.Outcome outcome =
                new StreamLoad(bench, connections, STREAMS_A_SECOND * options.seconds()).run(contender);
        double cpu = (double) (contender.processes().cpuMicros() - before) / outcome.requests();
        boolean one = connections == ONE_CONNECTION;
        results.add(one ? Metric.ONE_RATE : Metric.MANY_RATE, contender, outcome.perSecond());
        results.add(one ? Metric.ONE_CPU : Metric.MANY_CPU, contender, cpu);
        return told(outcome.perSecond(), "requests/s", cpu);
    }

    private static String told(double rate, String what, double cpu) {
        return String.format(Locale.ROOT, "%,7.0f %s, CPU %.1f µs", rate, what, cpu);
    }

    private String pace(Contender contender, double rate) throws IOException, InterruptedException {
        long before = contender.processes().cpuMicros();
        PacedLoad.Latencies latencies = new PacedLoad(options.connections(), options.seconds(), rate).run(contender);
        double cpu = (double) (contender.processes().cpuMicros() - before) / latencies.count();
        results.add(Metric.PACED_CPU, contender, cpu);
        results.add(Metric.PACED_P50, contender, latencies.percentile(50));
        results.add(Metric.PACED_P99, contender, latencies.percentile(99));
        results.add(Metric.PACED_P999, contender, latencies.percentile(99.9));
        return String.format(
                Locale.ROOT,
                "%,7.0f requests/s, p50 %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs, CPU %.1f µs",
                rate,
                latencies.percentile(50),
                latencies.percentile(99),
                latencies.percentile(99.9),
                cpu);
    }

    private String besideSlowClients(Contender contender) throws IOException, InterruptedException {
        PacedLoad load = new PacedLoad(CALM_CONNECTIONS, options.seconds(), CALM_PER_SECOND);
        // What the slow clients of the round before left behind is tidied up first.
        Thread.sleep(SETTLE_MILLIS);
        double calm = load.run(contender).percentile(99);
        double beside;
        try (SlowClients clients = SlowClients.start(bench, contender, options.slow())) {
            beside = load.run(contender).percentile(99);
            clients.check();
        }
        results.add(Metric.CALM_P99, contender, calm);
        results.add(Metric.SLOW_P99, contender, beside);
        results.add(Metric.SLOW_RATIO, contender, beside / calm);
        return String.format(
                Locale.ROOT,
                "p99 %,.0f µs, beside %d slow clients %,.0f µs, %.2f times as long",
                calm,
                options.slow(),
                beside,
                beside / calm);
    }

    private String large(Contender contender) throws IOException, InterruptedException {
        double bytes = new ClosedLoad(bench, Entrance.CLEAR, LARGE_CONNECTIONS, options.largeSeconds(), Origins.LARGE)
                .run(contender)
                .bytesPerSecond();
        results.add(Metric.LARGE, contender, bytes / 1e6);
        return String.format(Locale.ROOT, "%,7.0f MB/s", bytes / 1e6);
    }

    private String countCalls(Contender contender) throws IOException, InterruptedException {
        double calls = new SystemCalls(
                        bench,
                        new ClosedLoad(bench, Entrance.CLEAR, options.connections(), options.largeSeconds(), "/"))
                .perRequest(contender);
        results.add(Metric.CALLS, contender, calls);
        return String.format(Locale.ROOT, "%.2f a request", calls);
    }

    private String idle(Contender contender) throws IOException, InterruptedException {
        double rest = contender.processes().residentBytes() / (double) (1 << 20);
        double idle;
        try (IdleClients _ = IdleClients.connect(contender, options.idle())) {
            Thread.sleep(SETTLE_MILLIS);
            idle = contender.processes().residentBytes() / (double) (1 << 20);
        }
        results.add(Metric.REST, contender, rest);
        results.add(Metric.IDLE, contender, idle);
        return String.format(
                Locale.ROOT, "%.0f MiB at rest, %.0f MiB with %d idle connections", rest, idle, options.idle());
    }
}
