package dev.hawser.proxy.admin;

import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.Verdict;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the Admin API has to say about health: {@code GET /upstreams/{upstream}/health} shows it, {@code PUT
 * /upstreams/{upstream}/targets/{target}/healthy} and {@code …/unhealthy} set it. Setting it changes no entity, hence it
 * is there without a database too. Any thread.
 */
final class HealthApi {

    private final ActiveConfiguration active;
    private final NodeStatus status;

    HealthApi(ActiveConfiguration active, NodeStatus status) {
        this.active = active;
        this.status = status;
    }

    /** Whether a path sets the health of a target. */
    static boolean setsHealth(List<String> path) {
        return (path.size() == 5 || path.size() == 6)
                && path.getFirst().equals("upstreams")
                && path.get(2).equals("targets")
                && (path.getLast().equals("healthy") || path.getLast().equals("unhealthy"));
    }

    AdminResponse show(AdminRequest request, ObjectNode upstream) {
        UpstreamRuntime runtime = runtimeOf(upstream);
        if (runtime == null) {
            return AdminResponse.notFound();
        }
        UpstreamHealth health =
                new UpstreamHealth(active.health(), runtime, upstream.path("id").asString());
        ObjectNode page;
        if (request.asks("balancer_health")) {
            page = EntityLists.page(List.of());
            page.set("data", health.balancer());
        } else {
            page = EntityLists.page(health.targets());
        }
        return AdminResponse.ok(page.put("node_id", status.nodeId()));
    }

    /** @param path of which {@link #setsHealth} holds */
    AdminResponse set(List<String> path, ObjectNode upstream) {
        UpstreamRuntime runtime = runtimeOf(upstream);
        Endpoint endpoint = runtime == null ? null : endpoint(runtime, path.get(3));
        if (endpoint == null) {
            return AdminResponse.notFound();
        }
        if (path.size() == 6 && !isAt(endpoint, path.get(4))) {
            return AdminResponse.message(
                    400, "address: '" + path.get(4) + "' (expected: '" + endpoint + "', the target's only address)");
        }
        Verdict verdict = path.getLast().equals("healthy") ? Verdict.HEALTHY : Verdict.UNHEALTHY;
        return active.health().set(endpoint, verdict)
                ? AdminResponse.empty(204)
                : AdminResponse.message(
                        400,
                        "no healthchecker found for " + upstream.path("name").asString());
    }

    /** The configuration may have changed since the upstream was looked up. */
    private @Nullable UpstreamRuntime runtimeOf(ObjectNode upstream) {
        return active.current().upstreams().get(upstream.path("name").asString());
    }

    private static @Nullable Endpoint endpoint(UpstreamRuntime upstream, String idOrTarget) {
        List<Target> targets = upstream.config().targets();
        for (int i = 0; i < targets.size(); i++) {
            Endpoint endpoint = upstream.endpoints().get(i);
            if (endpoint.id().toString().equals(idOrTarget)
                    || targets.get(i).target().equals(idOrTarget)
                    || endpoint.toString().equals(idOrTarget)) {
                return endpoint;
            }
        }
        return null;
    }

    private static boolean isAt(Endpoint endpoint, String address) {
        try {
            TargetAddress asked = TargetAddress.parse(address);
            return asked.host().equals(endpoint.host()) && asked.port() == endpoint.port();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
