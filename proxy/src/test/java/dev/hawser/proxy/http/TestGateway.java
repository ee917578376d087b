package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.Selection;
import dev.hawser.proxy.balancing.SessionOutcome;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSummary;
import dev.hawser.proxy.http.exchange.Phase;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.metrics.PrometheusText;
import dev.hawser.proxy.metrics.ProxyHeaderMetrics;
import dev.hawser.proxy.routing.RouteMatch;
import dev.hawser.proxy.routing.Router;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.proxy.runtime.Snapshots;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import dev.hawser.testing.NoBufferLeaks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A gateway on a free loopback port, whose routing a test sets, and whose exchanges it can wait for. */
final class TestGateway implements AutoCloseable {

    static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    /** What a test wants to know of an exchange that ended. */
    record Ended(int status, Phase phase, @Nullable ProxyFailure failure, int tries, SessionOutcome session) {}

    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final AtomicInteger failedTries = new AtomicInteger();
    private final SnapshotHolder holder;
    private final Gateway gateway;

    private TestGateway(RuntimeSnapshot snapshot, UnaryOperator<GatewaySettings> change) {
        holder = new SnapshotHolder(snapshot);
        GatewaySettings settings = GatewaySettings.of(List.of(ListenAddress.plain("127.0.0.1", 0)))
                .withEventLoops(1)
                .withObserver(new ExchangeObserver() {
                    @Override
                    public void ended(ExchangeSummary exchange) {
                        ended.add(new Ended(
                                exchange.status(),
                                exchange.phase(),
                                exchange.failure(),
                                exchange.tries(),
                                exchange.session()));
                    }

                    @Override
                    public void tryFailed(ServiceRuntime service, Endpoint endpoint, ProxyFailure failure) {
                        failedTries.incrementAndGet();
                    }
                });
        gateway = Gateway.start(change.apply(settings), holder);
    }

    static TestGateway start(RuntimeSnapshot snapshot) {
        return start(snapshot, UnaryOperator.identity());
    }

    static TestGateway start(RuntimeSnapshot snapshot, UnaryOperator<GatewaySettings> change) {
        return new TestGateway(snapshot, change);
    }

    /** A gateway that sends everything to these endpoints, the next one when one failed. */
    static TestGateway to(Endpoint... endpoints) {
        return start(snapshot(endpoints));
    }

    static RuntimeSnapshot snapshot(Endpoint... endpoints) {
        return snapshot(UnaryOperator.identity(), UnaryOperator.identity(), inOrder(endpoints));
    }

    static RuntimeSnapshot snapshot(
            UnaryOperator<Service.Builder> service, UnaryOperator<Route.Builder> route, Balancer balancer) {
        ServiceRuntime to = new ServiceRuntime(
                service.apply(Service.builder(ID, "up")).build(),
                new UpstreamRuntime(Upstream.builder("up").build(), balancer, List.of()));
        RouteRuntime matched = new RouteRuntime(
                route.apply(Route.builder(ID).protocols(List.of(Protocol.HTTP, Protocol.HTTPS)))
                        .build(),
                to);
        return snapshot(request -> new RouteMatch(matched, request.path(), null));
    }

    static RuntimeSnapshot snapshot(Router router) {
        return new RuntimeSnapshot(1, GatewayConfig.EMPTY, router, Map.of());
    }

    /** Takes the first endpoint that did not fail. */
    static Balancer inOrder(Endpoint... endpoints) {
        return choosing(endpoint -> new Selection(endpoint, SessionOutcome.NONE, null), endpoints);
    }

    static Balancer choosing(Function<Endpoint, Selection> selection, Endpoint... endpoints) {
        return new Balancer() {
            @Override
            public @Nullable Selection select(RequestView request, List<Endpoint> failed) {
                for (Endpoint endpoint : endpoints) {
                    if (!failed.contains(endpoint)) {
                        return selection.apply(endpoint);
                    }
                }
                return null;
            }
        };
    }

    InetSocketAddress address() {
        return gateway.addresses().getFirst();
    }

    RawExchange client() throws IOException {
        return RawExchange.connect(address());
    }

    /** One request on a connection of its own. */
    RawExchange.Message exchange(String request) throws IOException {
        try (RawExchange client = client()) {
            return client.send(request).read(request.substring(0, request.indexOf(' ')));
        }
    }

    void publish(RuntimeSnapshot snapshot) {
        Snapshots.publish(holder, snapshot);
    }

    /** The next exchange that ended; waits for it. */
    Ended awaitEnded() throws InterruptedException {
        Ended next = ended.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("an exchange that ended").isNotNull();
        return next;
    }

    /** All metrics of refused PROXY headers, as they are scraped. */
    String proxyHeaderMetrics() {
        PrometheusText text = new PrometheusText();
        new ProxyHeaderMetrics(gateway).writeTo(text);
        return text.toString();
    }

    int failedTries() {
        return failedTries.get();
    }

    void close(Duration grace) {
        gateway.close(grace);
    }

    /** Ends the gateway and fails when it leaked a buffer. */
    @Override
    public void close() {
        gateway.close(Duration.ZERO);
        assertThat(NoBufferLeaks.found()).as("leaks").isEmpty();
    }
}
