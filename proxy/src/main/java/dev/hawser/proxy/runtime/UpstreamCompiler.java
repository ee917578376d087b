package dev.hawser.proxy.runtime;

import dev.hawser.config.HashInput;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.TargetIds;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.ConsistentHashing;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.balancing.HealthThreshold;
import dev.hawser.proxy.balancing.RoundRobin;
import dev.hawser.proxy.balancing.WeightedEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles one upstream, keeping what the snapshot before has of it: all of it when its configuration is equal, else
 * each endpoint whose id and address are still there.
 */
final class UpstreamCompiler {

    private static final Logger log = LoggerFactory.getLogger(UpstreamCompiler.class);

    private final TargetIds ids = TargetIds.unkeyed();

    /** The session id of a target. */
    UUID idOf(Upstream upstream, Target target) {
        return target.id() != null ? target.id() : ids.idOf(upstream.name(), target.target(), null);
    }

    /**
     * @param previous the upstream of that name in the snapshot before
     * @throws IllegalArgumentException when the upstream breaks a rule that {@link ConfigCheck} knows
     */
    UpstreamRuntime compile(Upstream config, @Nullable UpstreamRuntime previous) {
        if (previous != null && previous.config().equals(config)) {
            return previous;
        }
        Map<UUID, Endpoint> known = new HashMap<>();
        if (previous != null) {
            previous.endpoints().forEach(endpoint -> known.put(endpoint.id(), endpoint));
        }
        List<WeightedEndpoint> members = new ArrayList<>();
        for (Target target : config.targets()) {
            Endpoint endpoint = endpoint(idOf(config, target), TargetAddress.parse(target.target()), known);
            if (target.terminating()) {
                endpoint.markTerminating();
            } else {
                endpoint.clearTerminating();
            }
            members.add(new WeightedEndpoint(endpoint, target.weightOrDefault()));
        }
        if (previous == null || previous.config().algorithm() != config.algorithm()) {
            warnOfSubstitute(config);
        }
        return new UpstreamRuntime(
                config,
                balancer(config, members),
                members.stream().map(WeightedEndpoint::endpoint).toList());
    }

    private static Endpoint endpoint(UUID id, TargetAddress address, Map<UUID, Endpoint> known) {
        Endpoint before = known.get(id);
        if (before != null && before.host().equals(address.host()) && before.port() == address.port()) {
            return before;
        }
        return new Endpoint(id, address.host(), address.port());
    }

    private static Balancer balancer(Upstream config, List<WeightedEndpoint> members) {
        Balancer balancer = switch (config.algorithm()) {
            case ROUND_ROBIN, LEAST_CONNECTIONS, LATENCY -> new RoundRobin(members);
            case CONSISTENT_HASHING -> hashing(config, members);
            case STICKY_SESSIONS -> sticky(config.stickySessions(), members);
        };
        Healthchecks healthchecks = config.healthchecks();
        Double threshold = healthchecks == null ? null : healthchecks.threshold();
        return threshold == null || threshold <= 0 ? balancer : new HealthThreshold(balancer, members, threshold);
    }

    static Balancer hashing(Upstream config, List<WeightedEndpoint> members) {
        int slots = config.slots() == null ? Upstream.DEFAULT_SLOTS : config.slots();
        return new ConsistentHashing(members, slots, config.hashOn(), config.hashFallback());
    }

    static Balancer sticky(@Nullable StickySessions sessions, List<WeightedEndpoint> members) {
        if (sessions == null) {
            return new RoundRobin(members);
        }
        String path = sessions.cookiePath() == null ? StickySessions.DEFAULT_COOKIE_PATH : sessions.cookiePath();
        return new dev.hawser.proxy.balancing.StickySessions(members, sessions.cookie(), path);
    }

    /** Says once, until the algorithm changes, that an upstream does not do what it is asked for. */
    private static void warnOfSubstitute(Upstream config) {
        String reason = switch (config.algorithm()) {
            case ROUND_ROBIN -> "";
            case LEAST_CONNECTIONS, LATENCY -> "Weighted round robin stands in for the algorithm";
            case STICKY_SESSIONS ->
                config.stickySessions() == null
                        ? "Weighted round robin stands in for sticky sessions without a cookie"
                        : "";
            case CONSISTENT_HASHING ->
                yieldsNothing(config.hashOn()) || yieldsNothing(config.hashFallback())
                        ? "Consumers and captures of the path yield nothing to hash"
                        : "";
        };
        if (!reason.isEmpty()) {
            log.atWarn()
                    .addKeyValue("upstream", config.name())
                    .addKeyValue("algorithm", config.algorithm().text())
                    .addKeyValue("reason", reason)
                    .log("Upstream is not balanced as configured");
        }
    }

    private static boolean yieldsNothing(@Nullable HashInput input) {
        return input instanceof HashInput.Consumer || input instanceof HashInput.UriCapture;
    }
}
