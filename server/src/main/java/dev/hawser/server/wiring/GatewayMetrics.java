package dev.hawser.server.wiring;

import dev.hawser.proxy.admin.NodeInfo;
import dev.hawser.proxy.admin.ServerCounts;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.metrics.MetricSource;
import dev.hawser.proxy.metrics.NodeMetrics;
import dev.hawser.proxy.metrics.ProcessMetrics;
import dev.hawser.proxy.metrics.RouteMetrics;
import dev.hawser.proxy.metrics.UpstreamHealthMetrics;
import dev.hawser.proxy.metrics.UpstreamMetrics;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import java.util.List;
import java.util.UUID;

/** Everything that is measured of a gateway. */
final class GatewayMetrics {

    private final UUID nodeId;
    private final NodeMetrics node;
    private final RouteMetrics routes;
    private final UpstreamMetrics upstreams;
    private final UpstreamHealthMetrics health;
    private final ProcessMetrics process = new ProcessMetrics();

    /**
     * @param nodeId the identity of the gateway, new at every start
     * @param configuration which is served
     */
    GatewayMetrics(UUID nodeId, ActiveConfiguration configuration) {
        this.nodeId = nodeId;
        this.node = new NodeMetrics(nodeId.toString(), NodeInfo.COMPATIBLE_VERSION);
        this.routes = new RouteMetrics(configuration::current);
        this.upstreams = new UpstreamMetrics(configuration::current);
        this.health = new UpstreamHealthMetrics(configuration);
    }

    UUID nodeId() {
        return nodeId;
    }

    /** Who counts. */
    List<ExchangeObserver> observers() {
        return List.of(node, routes, upstreams);
    }

    /** Who tells. */
    List<MetricSource> sources() {
        return List.of(node, routes, upstreams, health, process);
    }

    /** What the Admin API shows. */
    ServerCounts counts() {
        return new ServerCounts(node.connectionsAccepted(), node.connectionsActive(), node.totalRequests());
    }
}
