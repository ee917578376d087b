package dev.hawser.proxy.admin;

import dev.hawser.config.Healthchecks;
import dev.hawser.config.Target;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.HealthChecks;
import dev.hawser.proxy.health.TargetHealth;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The health of an upstream and of its targets, in Kong's words. Weights are those that a target has for new requests:
 * a target whose weight is 0 has none to offer, healthy or not. Any thread.
 */
final class UpstreamHealth {

    private final HealthChecks checks;
    private final UpstreamRuntime upstream;
    private final String upstreamId;

    /** @param upstreamId the id that the upstream goes by */
    UpstreamHealth(HealthChecks checks, UpstreamRuntime upstream, String upstreamId) {
        this.checks = checks;
        this.upstream = upstream;
        this.upstreamId = upstreamId;
    }

    /** The targets, each with its health. */
    List<ObjectNode> targets() {
        List<ObjectNode> members = new ArrayList<>();
        List<Target> targets = upstream.config().targets();
        for (int i = 0; i < targets.size(); i++) {
            members.add(member(targets.get(i), upstream.endpoints().get(i)));
        }
        return members;
    }

    private ObjectNode member(Target target, Endpoint endpoint) {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("id", endpoint.id().toString());
        member.put("target", target.target());
        member.put("weight", target.weightOrDefault());
        member.put("health", checks.of(endpoint).name());
        member.putObject("upstream").put("id", upstreamId);
        target.tags().forEach(member.putArray("tags")::add);
        member.set("data", state(target, endpoint));
        return member;
    }

    private ObjectNode state(Target target, Endpoint endpoint) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("host", endpoint.host());
        data.put("port", endpoint.port());
        data.put("nodeWeight", target.weightOrDefault());
        ArrayNode addresses = data.putArray("addresses");
        if (checks.of(endpoint) != TargetHealth.DNS_ERROR) {
            addresses
                    .addObject()
                    .put("ip", endpoint.host())
                    .put("port", endpoint.port())
                    .put("weight", target.weightOrDefault())
                    .put("health", checks.of(endpoint).name());
        }
        data.set("weight", Weight.of(target, endpoint).tree());
        return data;
    }

    /** The health of the upstream as a whole: whether it serves. */
    ObjectNode balancer() {
        ObjectNode health = JsonNodeFactory.instance.objectNode();
        health.put("id", upstreamId);
        boolean off = upstream.endpoints().stream()
                .map(checks::of)
                .allMatch(state -> state == TargetHealth.HEALTHCHECKS_OFF || state == TargetHealth.DNS_ERROR);
        if (off) {
            return health.put("health", TargetHealth.HEALTHCHECKS_OFF.name());
        }
        Weight whole = new Weight(0, 0);
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        ArrayNode hosts = details.putArray("hosts");
        for (int i = 0; i < upstream.endpoints().size(); i++) {
            Target target = upstream.config().targets().get(i);
            Endpoint endpoint = upstream.endpoints().get(i);
            whole = whole.plus(Weight.of(target, endpoint));
            hosts.add(state(target, endpoint));
        }
        boolean serves = serves(whole);
        details.set("weight", whole.tree());
        details.put("healthy", serves);
        health.put("health", (serves ? TargetHealth.HEALTHY : TargetHealth.UNHEALTHY).name());
        return health.set("details", details);
    }

    /**
     * As the balancer decides: a threshold above 0 must be exceeded if there is weight at all; else terminating endpoints
     * stand in when no weight is available.
     */
    private boolean serves(Weight whole) {
        Healthchecks healthchecks = upstream.config().healthchecks();
        Double configured = healthchecks == null ? null : healthchecks.threshold();
        double threshold = configured == null ? 0 : configured;
        if (whole.total() > 0 && threshold > 0) {
            return whole.available() * 100.0 > threshold * whole.total();
        }
        return whole.available() > 0 || standIn();
    }

    private boolean standIn() {
        for (int i = 0; i < upstream.endpoints().size(); i++) {
            Endpoint endpoint = upstream.endpoints().get(i);
            boolean weightless = upstream.config().targets().get(i).weightOrDefault() == 0;
            if (weightless && endpoint.terminating() && endpoint.healthy()) {
                return true;
            }
        }
        return false;
    }

    private record Weight(long total, long available) {

        static Weight of(Target target, Endpoint endpoint) {
            int weight = target.weightOrDefault();
            return new Weight(weight, endpoint.healthy() ? weight : 0);
        }

        Weight plus(Weight other) {
            return new Weight(total + other.total, available + other.available);
        }

        ObjectNode tree() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("total", total)
                    .put("available", available)
                    .put("unavailable", total - available);
        }
    }
}
