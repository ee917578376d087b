package dev.hawser.proxy.admin;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway is and how it does: the answers to {@code /}, {@code /status} and {@code /status/ready}. Any thread. */
public final class NodeStatus {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final NodeInfo node;
    private final ActiveConfiguration active;
    private final Supplier<ServerCounts> counts;

    /** Written and read by the threads of requests; when it is stale, the document is made again. */
    private volatile @Nullable Shown shown;

    /**
     * @param active whose current configuration is shown
     * @param counts asked at each {@code /status}
     */
    public NodeStatus(NodeInfo node, ActiveConfiguration active, Supplier<ServerCounts> counts) {
        this.node = node;
        this.active = active;
        this.counts = counts;
    }

    private record Shown(GatewayConfig config, ConfigDocument document) {}

    /** The gateway's identity, new at every start. */
    String nodeId() {
        return node.nodeId().toString();
    }

    /** The current configuration as a document. */
    ConfigDocument document() {
        GatewayConfig config = active.current().config();
        Shown last = shown;
        if (last == null || !last.config().equals(config)) {
            last = new Shown(config, ConfigDocument.of(config));
            shown = last;
        }
        return last.document();
    }

    AdminResponse root() {
        ObjectNode configuration = JSON.objectNode()
                .put("database", "off")
                .put("router_flavor", "traditional_compatible")
                .put("role", "traditional");
        ArrayNode listeners = configuration.putArray("proxy_listeners");
        for (NodeInfo.Listener listener : node.listeners()) {
            listeners
                    .addObject()
                    .put("ip", listener.ip())
                    .put("port", listener.port())
                    .put("ssl", listener.ssl())
                    .put("http2", listener.http2())
                    .put("listener", listener.ip() + ":" + listener.port());
        }
        configuration.putObject("stream_listeners");
        ObjectNode root = JSON.objectNode()
                .put("version", NodeInfo.COMPATIBLE_VERSION)
                .put("tagline", "Welcome to Hawser")
                .put("hostname", node.hostname())
                .put("node_id", node.nodeId().toString());
        root.set("configuration", configuration);
        ObjectNode plugins = root.putObject("plugins");
        plugins.putObject("available_on_server");
        plugins.putArray("enabled_in_cluster");
        return AdminResponse.ok(root);
    }

    AdminResponse status() {
        ServerCounts now = counts.get();
        ObjectNode status = JSON.objectNode();
        status.put("configuration_hash", document().hash());
        status.putObject("server")
                .put("connections_accepted", now.connectionsAccepted())
                .put("connections_active", now.connectionsActive())
                .put("connections_handled", now.connectionsAccepted())
                .put("total_requests", now.totalRequests());
        return AdminResponse.ok(status);
    }

    /** Ready as soon as there is something to serve. */
    AdminResponse ready() {
        return active.current().config().isEmpty()
                ? AdminResponse.message(503, "no configuration available (empty configuration present)")
                : AdminResponse.message(200, "ready");
    }
}
