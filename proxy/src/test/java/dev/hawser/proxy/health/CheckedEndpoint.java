package dev.hawser.proxy.health;

import dev.hawser.config.Protocol;
import dev.hawser.config.Service;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import dev.hawser.proxy.runtime.ServiceRuntime;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** An endpoint, the health checks that watch it, and the engines of their probes, which run by hand. */
abstract class CheckedEndpoint {

    static final String ACTIVE = """
            {active: {healthy: {interval: 5, successes: 1}, unhealthy: {interval: 5, http_failures: 2, timeouts: 2}}}""";
    static final String PASSIVE =
            "{passive: {unhealthy: {http_failures: 2, tcp_failures: 2, timeouts: 2}, healthy: {successes: 2}}}";
    static final CheckResult OK = new CheckResult.Status(200);
    static final CheckResult FAILED = new CheckResult.Status(500);
    static final Duration INTERVAL = Duration.ofSeconds(5);

    final List<FakeEngine> engines = new ArrayList<>();
    final HealthChecks checks = new HealthChecks(() -> {
        engines.add(new FakeEngine());
        return engines.getLast();
    });
    final ExchangeObserver observer = checks.observer();
    final Endpoint endpoint = endpoint();

    @AfterEach
    final void close() {
        checks.close();
    }

    final FakeEngine engine() {
        return engines.getFirst();
    }

    final void watch(String healthchecks, Endpoint... endpoints) throws Exception {
        checks.watch(List.of(
                new UpstreamRuntime(HealthSettingsTest.upstream(healthchecks), (_, _) -> null, List.of(endpoints))));
    }

    final void tell(String result) {
        if (Character.isDigit(result.charAt(0))) {
            observer.responded(service(), endpoint, Integer.parseInt(result));
        } else {
            observer.tryFailed(service(), endpoint, ProxyFailure.valueOf(result));
        }
    }

    static ServiceRuntime service() {
        return new ServiceRuntime(
                Service.builder(new UUID(0, 1), "app").protocol(Protocol.HTTP).build(),
                new UpstreamRuntime(dev.hawser.config.Upstream.builder("app").build(), (_, _) -> null, List.of()));
    }

    static Endpoint endpoint() {
        return new Endpoint(UUID.randomUUID(), "10.0.0.1", 80);
    }
}
