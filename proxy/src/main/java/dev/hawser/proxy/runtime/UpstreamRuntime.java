package dev.hawser.proxy.runtime;

import dev.hawser.config.Certificate;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Balancer;
import dev.hawser.proxy.balancing.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that endpoints are chosen from.
 *
 * @param config the upstream as configured
 * @param balancer chooses among its endpoints
 * @param endpoints its endpoints, in the order of its targets
 * @param clientCertificate what its endpoints are shown unless the service has one of its own; {@code null} means nothing
 */
public record UpstreamRuntime(
        Upstream config,
        Balancer balancer,
        List<Endpoint> endpoints,
        @Nullable Certificate clientCertificate) {

    public UpstreamRuntime {
        endpoints = List.copyOf(endpoints);
    }

    /** An upstream whose endpoints are shown no certificate. */
    public UpstreamRuntime(Upstream config, Balancer balancer, List<Endpoint> endpoints) {
        this(config, balancer, endpoints, null);
    }
}
