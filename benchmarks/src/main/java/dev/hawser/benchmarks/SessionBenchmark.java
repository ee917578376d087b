package dev.hawser.benchmarks;

import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Selection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
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

/** Finding the endpoint of a session by its cookie: reading the Cookie field, looking the id up, choosing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {

    private static final int REQUESTS = 1024;

    /** What browsers bring along: analytics, consent, preferences, a token; 560 bytes. */
    private static final String BEFORE = "_ga=GA1.2.1234567890.1700000000; _ga_ABCDEFGHIJ=GS1.1.1700000000.12.1."
            + "1700001234.0.0.0; _gid=GA1.2.987654321.1700000000; consent=%7B%22version%22%3A3%2C%22necessary%22%3Atrue"
            + "%2C%22analytics%22%3Afalse%7D; locale=en-GB; theme=dark; csrftoken="
            + "k3J9vQ2mX8sL4wR7tY1uB6nE5pD0aZcF; ";

    private static final String AFTER = "; token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmF"
            + "tZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5c; last=%2Fcart";

    @Param({"3", "100", "10000"})
    int targets = 3;

    private Balancer balancer = (request, failed) -> null;
    private SampleRequest[] cookieAlone = {};
    private SampleRequest[] cookieAmongOthers = {};
    private SampleRequest[] endpointGone = {};
    private SampleRequest[] othersOnly = {};
    private int turn;

    @Setup
    public void compile() {
        balancer = Samples.balancer(
                List.of("algorithm: sticky-sessions", "hash_on: none", "sticky_sessions_cookie: session-id"), targets);
        cookieAlone = requests(i -> cookie(present(i)));
        cookieAmongOthers = requests(i -> BEFORE + cookie(present(i)) + AFTER);
        endpointGone = requests(i -> BEFORE + cookie(new UUID(i, i)) + AFTER);
        othersOnly = requests(i -> BEFORE + "x=" + i + AFTER);
    }

    private UUID present(int i) {
        return Samples.idOf((int) (i * 7919L % targets));
    }

    private static String cookie(UUID id) {
        return "session-id=" + id;
    }

    private static SampleRequest[] requests(IntFunction<String> cookies) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> new SampleRequest("app.example.com", "/", "192.0.2.1", List.of(cookies.apply(i))))
                .toArray(SampleRequest[]::new);
    }

    private @Nullable Selection select(SampleRequest[] requests) {
        turn = turn + 1 & REQUESTS - 1;
        return balancer.select(requests[turn], List.of());
    }

    @Benchmark
    public @Nullable Selection stuckCookieAlone() {
        return select(cookieAlone);
    }

    @Benchmark
    public @Nullable Selection stuckCookieAmongOthers() {
        return select(cookieAmongOthers);
    }

    @Benchmark
    public @Nullable Selection reassignedEndpointGone() {
        return select(endpointGone);
    }

    @Benchmark
    public @Nullable Selection newSessionOtherCookies() {
        return select(othersOnly);
    }
}
