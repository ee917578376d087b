package dev.hawser.proxy.runtime;

import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import java.util.List;

/**
 * An upstream that endpoints are chosen from.
 *
 * @param config the upstream as configured
 * @param balancer chooses among its endpoints
 * @param endpoints its endpoints, in the order of its targets
 */
public record UpstreamRuntime(Upstream config, Balancer balancer, List<Endpoint> endpoints) {

    public UpstreamRuntime {
        endpoints = List.copyOf(endpoints);
    }
}
