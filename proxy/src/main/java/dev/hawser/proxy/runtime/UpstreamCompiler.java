package dev.hawser.proxy.runtime;

import dev.hawser.config.Certificate;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.SessionOptions;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.TargetIds;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.ConsistentHashing;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.HealthThreshold;
import dev.hawser.proxy.balancing.Latency;
import dev.hawser.proxy.balancing.LeastConnections;
import dev.hawser.proxy.balancing.Members;
import dev.hawser.proxy.balancing.RoundRobin;
import dev.hawser.proxy.balancing.WeightedEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compiles one upstream, keeping what the snapshot before has of it: all of it when its configuration is equal, else
 * each endpoint whose id and address are still there.
 */
final class UpstreamCompiler {

    private final TargetIds ids = TargetIds.unkeyed();

    /** The session id of a target. */
    UUID idOf(Upstream upstream, Target target) {
        return target.id() != null ? target.id() : ids.idOf(upstream.name(), target.target(), null);
    }

    /**
     * @param client what its endpoints are shown; {@code null} means nothing
     * @param previous the upstream of that name in the snapshot before
     * @throws IllegalArgumentException when the upstream breaks a rule that {@link ConfigCheck} knows
     */
    UpstreamRuntime compile(Upstream config, @Nullable Certificate client, @Nullable UpstreamRuntime previous) {
        if (previous != null && previous.config().equals(config)) {
            return Objects.equals(previous.clientCertificate(), client)
                    ? previous
                    : new UpstreamRuntime(config, previous.balancer(), previous.endpoints(), client);
        }
        Map<UUID, Endpoint> known = new HashMap<>();
        if (previous != null) {
            previous.endpoints().forEach(endpoint -> known.put(endpoint.id(), endpoint));
        }
        List<WeightedEndpoint> endpoints = new ArrayList<>();
        for (Target target : config.targets()) {
            Endpoint endpoint = endpoint(idOf(config, target), TargetAddress.parse(target.target()), known);
            if (target.terminating()) {
                endpoint.markTerminating();
            } else {
                endpoint.clearTerminating();
            }
            endpoints.add(new WeightedEndpoint(endpoint, target.weightOrDefault()));
        }
        return new UpstreamRuntime(
                config,
                balancer(config, Members.of(endpoints)),
                endpoints.stream().map(WeightedEndpoint::endpoint).toList(),
                client);
    }

    private static Endpoint endpoint(UUID id, TargetAddress address, Map<UUID, Endpoint> known) {
        Endpoint before = known.get(id);
        if (before != null && before.host().equals(address.host()) && before.port() == address.port()) {
            return before;
        }
        return new Endpoint(id, address.host(), address.port());
    }

    private static Balancer balancer(Upstream config, Members members) {
        Balancer balancer = switch (config.algorithm()) {
            case ROUND_ROBIN -> new RoundRobin(members);
            case LEAST_CONNECTIONS -> new LeastConnections(members);
            case LATENCY -> new Latency(members);
            case CONSISTENT_HASHING -> hashing(config, members);
            case STICKY_SESSIONS -> sticky(config, members);
        };
        Healthchecks healthchecks = config.healthchecks();
        Double threshold = healthchecks == null ? null : healthchecks.threshold();
        return threshold == null || threshold <= 0 ? balancer : new HealthThreshold(balancer, members, threshold);
    }

    static Balancer hashing(Upstream config, Members members) {
        int slots = config.slots() == null ? Upstream.DEFAULT_SLOTS : config.slots();
        return new ConsistentHashing(members, slots, config.hashOn(), config.hashFallback());
    }

    /** An upstream that names no cookie keeps no sessions; none that was validated is so. */
    static Balancer sticky(Upstream config, Members members) {
        StickySessions sessions = config.stickySessions();
        if (sessions == null) {
            return new RoundRobin(members);
        }
        String path = sessions.cookiePath() == null ? StickySessions.DEFAULT_COOKIE_PATH : sessions.cookiePath();
        return new dev.hawser.proxy.balancing.StickySessions(
                members, sessions.cookie(), path, SessionOptions.of(config));
    }
}
