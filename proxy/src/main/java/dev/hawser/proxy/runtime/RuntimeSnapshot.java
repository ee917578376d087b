package dev.hawser.proxy.runtime;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.routing.Router;
import java.util.Map;

/**
 * A configuration, ready to serve. An exchange reads one and keeps it to its end.
 *
 * @param generation how many configurations were compiled before it
 * @param config what it was compiled from
 * @param router finds the route of a request
 * @param upstreams the upstreams by name; those made for services that name none are called {@code host:port}
 */
public record RuntimeSnapshot(
        long generation, GatewayConfig config, Router router, Map<String, UpstreamRuntime> upstreams) {

    public RuntimeSnapshot {
        upstreams = Map.copyOf(upstreams);
    }

    /** The snapshot before any configuration: it routes nothing. */
    public static RuntimeSnapshot empty() {
        return new RuntimeSnapshot(0, GatewayConfig.EMPTY, request -> null, Map.of());
    }
}
