package dev.hawser.proxy.admin;

import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.HealthChecks;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The health of an upstream's targets, in Kong's words. Pure; any thread. */
final class UpstreamHealth {

    private UpstreamHealth() {}

    /** @param upstreamId the id that the upstream goes by */
    static List<ObjectNode> of(UpstreamRuntime upstream, String upstreamId) {
        List<ObjectNode> members = new ArrayList<>();
        List<Target> targets = upstream.config().targets();
        for (int i = 0; i < targets.size(); i++) {
            members.add(member(upstream, targets.get(i), upstream.endpoints().get(i), upstreamId));
        }
        return members;
    }

    private static ObjectNode member(UpstreamRuntime upstream, Target target, Endpoint endpoint, String upstreamId) {
        String health = health(upstream.config(), endpoint);
        int weight = target.weightOrDefault();
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("id", endpoint.id().toString());
        member.put("target", target.target());
        member.put("weight", weight);
        member.put("health", health);
        member.putObject("upstream").put("id", upstreamId);
        target.tags().forEach(member.putArray("tags")::add);
        ObjectNode data = member.putObject("data");
        data.putArray("addresses")
                .addObject()
                .put("ip", endpoint.host())
                .put("port", endpoint.port())
                .put("weight", weight)
                .put("health", health);
        data.putObject("weight")
                .put("total", weight)
                .put("available", endpoint.healthy() ? weight : 0)
                .put("unavailable", endpoint.healthy() ? 0 : weight);
        return member;
    }

    private static String health(Upstream upstream, Endpoint endpoint) {
        if (!HealthChecks.areMade(upstream.healthchecks())) {
            return "HEALTHCHECKS_OFF";
        }
        return endpoint.healthy() ? "HEALTHY" : "UNHEALTHY";
    }
}
