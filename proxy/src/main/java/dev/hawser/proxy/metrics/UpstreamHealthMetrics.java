package dev.hawser.proxy.metrics;

import dev.hawser.config.Target;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.TargetHealth;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.List;
import java.util.Map;

/**
 * The health of every target, as Kong's prometheus plugin tells it: a sample for each state, 1 for the one that the target
 * is in. Upstreams that were made for services without one are left out.
 */
public final class UpstreamHealthMetrics implements MetricSource {

    private static final String NAME = "kong_upstream_target_health";
    private static final String HELP = "Health status of targets of upstream. "
            + "States = healthchecks_off|healthy|unhealthy|dns_error, value is 1 when state is populated.";

    private final ActiveConfiguration active;

    public UpstreamHealthMetrics(ActiveConfiguration active) {
        this.active = active;
    }

    @Override
    public void writeTo(PrometheusText text) {
        text.family(NAME, PrometheusText.Type.GAUGE, HELP);
        Map<String, UpstreamRuntime> upstreams = active.current().upstreams();
        active.current().config().upstreams().stream()
                .map(upstream -> upstreams.get(upstream.name()))
                .filter(upstream -> upstream != null)
                .forEach(upstream -> write(text, upstream));
    }

    private void write(PrometheusText text, UpstreamRuntime upstream) {
        List<Target> targets = upstream.config().targets();
        for (int i = 0; i < targets.size(); i++) {
            Endpoint endpoint = upstream.endpoints().get(i);
            TargetHealth now = active.health().of(endpoint);
            // A target whose name has no address has none to show.
            String address = now == TargetHealth.DNS_ERROR ? "" : endpoint.toString();
            for (TargetHealth state : TargetHealth.values()) {
                text.sample(
                        state == now ? 1 : 0,
                        "upstream",
                        upstream.config().name(),
                        "target",
                        targets.get(i).target(),
                        "address",
                        address,
                        "state",
                        state.label(),
                        "subsystem",
                        "http");
            }
        }
    }
}
