package dev.hawser.benchmarks;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.runtime.RejectedConfigException;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotCompiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/** Configurations of a size. */
final class Samples {

    private static final String UPSTREAM = "app.default.80.svc";

    private Samples() {}

    /** Serves a configuration as the gateway would. */
    private static RuntimeSnapshot compile(GatewayConfig config) {
        try {
            return new SnapshotCompiler().compile(config, RuntimeSnapshot.empty());
        } catch (RejectedConfigException e) {
            throw new IllegalStateException("configuration: rejected (expected: one that can be served)", e);
        }
    }

    /** Routes of one service. */
    static RuntimeSnapshot withRoutes(List<Route> routes) {
        Service service = Service.builder(new UUID(0, 1), "127.0.0.1")
                .name("app")
                .routes(routes)
                .build();
        return compile(new GatewayConfig(List.of(service), List.of(), List.of(), List.of()));
    }

    /**
     * The balancer of an upstream with targets of the same weight and ids that look like those of pods.
     *
     * @param fields of the upstream, in the declarative format: {@code "algorithm: latency"}
     */
    static Balancer balancer(List<String> fields, int targets) {
        List<Target> members = IntStream.range(0, targets)
                .mapToObj(i -> new Target(idOf(i), addressOf(i), null, List.of()))
                .toList();
        Upstream upstream = read(fields).toBuilder().targets(members).build();
        RuntimeSnapshot snapshot = compile(new GatewayConfig(List.of(), List.of(), List.of(upstream), List.of()));
        return Objects.requireNonNull(snapshot.upstreams().get(UPSTREAM)).balancer();
    }

    private static Upstream read(List<String> fields) {
        String document =
                "_format_version: '3.0'\nupstreams:\n- name: " + UPSTREAM + "\n  " + String.join("\n  ", fields) + "\n";
        try {
            return new DeclarativeReader().read(document).upstreams().getFirst();
        } catch (InvalidConfigException e) {
            throw new IllegalStateException("upstream: " + fields + " (expected: fields of an upstream)", e);
        }
    }

    static UUID idOf(int target) {
        return UUID.nameUUIDFromBytes(addressOf(target).getBytes(StandardCharsets.US_ASCII));
    }

    private static String addressOf(int target) {
        return "10." + (target >> 16 & 255) + "." + (target >> 8 & 255) + "." + (target & 255) + ":8080";
    }
}
