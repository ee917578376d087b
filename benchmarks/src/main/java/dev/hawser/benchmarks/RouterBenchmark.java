package dev.hawser.benchmarks;

import dev.hawser.config.Route;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.routing.Router;
import java.util.ArrayList;
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

/**
 * Finding the route of a request, the path that goes upstream included. All routes are in one configuration: of ten, four
 * have a host of their own, three share a host and differ by prefix, two have a wildcard host of their own, and one has a
 * host of its own and a regular expression as its path.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouterBenchmark {

    /** Requests are taken in turn, so that no single one stays in the processor's caches. A power of two. */
    private static final int REQUESTS = 1024;

    @Param({"10", "1000", "50000"})
    int routes = 10;

    private Router router = request -> null;
    private SampleRequest[] exactHost = {};
    private SampleRequest[] wildcardHost = {};
    private SampleRequest[] prefix = {};
    private SampleRequest[] expression = {};
    private SampleRequest[] unknownHost = {};
    private SampleRequest[] unknownPath = {};
    private int turn;

    @Setup
    public void compile() {
        List<Route> configured = new ArrayList<>();
        int tens = routes / 10;
        for (int ten = 0; ten < tens; ten++) {
            for (int k = 0; k < 10; k++) {
                configured.add(route(ten * 10 + k, k));
            }
        }
        router = Samples.withRoutes(configured).router();
        exactHost = requests(tens, i -> SampleRequest.to("app-" + i * 10 + ".example.com", "/orders/42"));
        prefix = requests(tens, i -> SampleRequest.to("shared.example.com", "/team-" + (i * 10 + 4) + "/orders/42"));
        wildcardHost = requests(tens, i -> SampleRequest.to("shop.tenant-" + (i * 10 + 7) + ".example.com", "/orders"));
        expression = requests(tens, i -> SampleRequest.to("re-" + (i * 10 + 9) + ".example.com", "/v2/orders/42"));
        unknownHost = requests(tens, i -> SampleRequest.to("nobody-" + i + ".example.org", "/orders/42"));
        unknownPath = requests(tens, i -> SampleRequest.to("shared.example.com", "/nobody-" + i + "/orders/42"));
    }

    private static Route route(int number, int kind) {
        Route.Builder route = Route.builder(new UUID(1, number)).name("route-" + number);
        Route.Builder with = switch (kind) {
            case 0, 1, 2, 3 ->
                route.hosts(List.of("app-" + number + ".example.com")).paths(List.of("/"));
            case 4, 5, 6 -> route.hosts(List.of("shared.example.com")).paths(List.of("/team-" + number + "/"));
            case 7, 8 ->
                route.hosts(List.of("*.tenant-" + number + ".example.com")).paths(List.of("/"));
            default -> route.hosts(List.of("re-" + number + ".example.com")).paths(List.of("~/v\\d+/orders/\\d+$"));
        };
        return with.build();
    }

    private static SampleRequest[] requests(int tens, IntFunction<SampleRequest> request) {
        // A step that shares no factor with any of the sizes.
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> request.apply((int) (i * 7919L % tens)))
                .toArray(SampleRequest[]::new);
    }

    private @Nullable RouteMatch match(SampleRequest[] requests) {
        turn = turn + 1 & REQUESTS - 1;
        return router.match(requests[turn]);
    }

    @Benchmark
    public @Nullable RouteMatch exactHost() {
        return match(exactHost);
    }

    @Benchmark
    public @Nullable RouteMatch prefixOfManyOnOneHost() {
        return match(prefix);
    }

    @Benchmark
    public @Nullable RouteMatch wildcardHost() {
        return match(wildcardHost);
    }

    @Benchmark
    public @Nullable RouteMatch expression() {
        return match(expression);
    }

    @Benchmark
    public @Nullable RouteMatch missByHost() {
        return match(unknownHost);
    }

    @Benchmark
    public @Nullable RouteMatch missByPath() {
        return match(unknownPath);
    }
}
