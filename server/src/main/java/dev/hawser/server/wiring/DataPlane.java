package dev.hawser.server.wiring;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.http.Gateway;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RejectedConfigException;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway with its configuration, health checks and Admin API, started and stopped as one. */
public final class DataPlane implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);

    private final ActiveConfiguration configuration;
    private final Gateway gateway;
    private final Duration shutdownTimeout;

    private DataPlane(ActiveConfiguration configuration, Gateway gateway, Duration shutdownTimeout) {
        this.configuration = configuration;
        this.gateway = gateway;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Starts everything, with a configuration that routes nothing.
     *
     * @throws java.io.UncheckedIOException when an address cannot be listened at; nothing is left running then
     */
    public static DataPlane start(DataPlaneSettings settings) {
        SnapshotHolder snapshots = new SnapshotHolder(RuntimeSnapshot.empty());
        ActiveConfiguration configuration = new ActiveConfiguration(snapshots);
        Gateway gateway = Gateway.start(settings.gateway(), snapshots);
        return new DataPlane(configuration, gateway, settings.shutdownTimeout());
    }

    /** Serves a configuration from now on; one that cannot be served leaves the current one, and the log says why. */
    public void apply(GatewayConfig config) {
        try {
            configuration.apply(config);
        } catch (RejectedConfigException e) {
            e.violations()
                    .forEach(violation -> log.atError()
                            .addKeyValue("path", violation.path())
                            .addKeyValue("violation", violation.message())
                            .log("Configuration is rejected, the current one stays"));
        }
    }

    /** The configuration that is being served. */
    public GatewayConfig config() {
        return configuration.current().config();
    }

    /** Where clients connect, with the ports that were taken. */
    public List<InetSocketAddress> proxyAddresses() {
        return gateway.addresses();
    }

    /** What scripts want to know: {@code gateway}, the first address for clients as a URL, where there is one. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!proxyAddresses().isEmpty()) {
            facts.put("gateway", Addresses.url(proxyAddresses().getFirst()));
        }
        return facts;
    }

    /** Stops accepting, lets what is under way end within the shutdown timeout, then stops everything else. */
    @Override
    public void close() {
        log.atInfo().addKeyValue("timeout", shutdownTimeout).log("Gateway stops");
        gateway.close(shutdownTimeout);
        configuration.close();
        log.atInfo().log("Gateway has stopped");
    }
}
