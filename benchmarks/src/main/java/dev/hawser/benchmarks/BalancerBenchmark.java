package dev.hawser.benchmarks;

import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Choosing an endpoint for a request that brings no session, all endpoints being healthy. Consistent hashing hashes the
 * client's address.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BalancerBenchmark {

    private static final int REQUESTS = 1024;

    @Param({"3", "100", "10000"})
    int targets = 3;

    @Param({"round-robin", "consistent-hashing", "least-connections", "latency", "sticky-sessions"})
    String algorithm = "round-robin";

    private Balancer balancer = (request, failed) -> null;
    private Balancer balancerWithThreshold = balancer;
    private SampleRequest[] requests = {};
    private int turn;

    @Setup
    public void compile() {
        List<String> fields = fields();
        balancer = Samples.balancer(fields, targets);
        List<String> withThreshold = new ArrayList<>(fields);
        withThreshold.add("healthchecks: {threshold: 50}");
        balancerWithThreshold = Samples.balancer(withThreshold, targets);
        requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> new SampleRequest(
                        "app.example.com", "/orders/42", "198.51." + (i >> 8) + "." + (i & 255), List.of()))
                .toArray(SampleRequest[]::new);
    }

    private List<String> fields() {
        String chosen = "algorithm: " + algorithm;
        return switch (algorithm) {
            case "consistent-hashing" -> List.of(chosen, "hash_on: ip");
            case "sticky-sessions" -> List.of(chosen, "hash_on: none", "sticky_sessions_cookie: session-id");
            default -> List.of(chosen);
        };
    }

    @Benchmark
    public @Nullable Selection pick() {
        turn = turn + 1 & REQUESTS - 1;
        return balancer.select(requests[turn], List.of());
    }

    /** As {@link #pick}, with {@code healthchecks.threshold} set. */
    @Benchmark
    public @Nullable Selection pickWithThreshold() {
        turn = turn + 1 & REQUESTS - 1;
        return balancerWithThreshold.select(requests[turn], List.of());
    }
}
