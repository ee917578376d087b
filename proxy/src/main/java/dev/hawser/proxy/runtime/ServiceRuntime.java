package dev.hawser.proxy.runtime;

import dev.hawser.config.Service;

/**
 * A service that requests are proxied to.
 *
 * @param config the service as configured
 * @param upstream the upstream that its host names, or one made for it whose only target is its host and port
 */
public record ServiceRuntime(Service config, UpstreamRuntime upstream) {}
