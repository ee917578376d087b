package dev.hawser.proxy.runtime;

import dev.hawser.config.Service;
import dev.hawser.proxy.tls.EndpointTls;

/**
 * A service that requests are proxied to.
 *
 * @param config the service as configured
 * @param upstream the upstream that its host names, or one made for it whose only target is its host and port
 * @param tls whom its connections trust and whom they claim to be, where they are secured
 */
public record ServiceRuntime(Service config, UpstreamRuntime upstream, EndpointTls tls) {

    /** A service that names neither certificates nor authorities. */
    public ServiceRuntime(Service config, UpstreamRuntime upstream) {
        this(config, upstream, Identities.NONE.of(config, upstream));
    }
}
