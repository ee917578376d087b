package dev.hawser.server.wiring;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.admin.AdminApi;
import dev.hawser.proxy.admin.AdminServer;
import dev.hawser.proxy.admin.NodeInfo;
import dev.hawser.proxy.admin.NodeStatus;
import dev.hawser.proxy.admin.StatusApi;
import dev.hawser.proxy.http.Gateway;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.proxy.http.ListenAddress.Security;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.metrics.UpstreamHealthMetrics;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RejectedConfigException;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway with its configuration, health checks, Admin API and status, started and stopped as one. */
public final class DataPlane implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);

    private final ActiveConfiguration configuration;
    private final Gateway gateway;
    private final Duration shutdownTimeout;
    private final List<AdminServer> admin = new ArrayList<>();
    private final List<AdminServer> status = new ArrayList<>();

    private DataPlane(ActiveConfiguration configuration, Gateway gateway, Duration shutdownTimeout) {
        this.configuration = configuration;
        this.gateway = gateway;
        this.shutdownTimeout = shutdownTimeout;
    }

    /**
     * Starts everything, with a configuration that routes nothing.
     *
     * @throws IOException when an address cannot be listened at; nothing is left running then
     */
    public static DataPlane start(DataPlaneSettings settings) throws IOException {
        SnapshotHolder snapshots = new SnapshotHolder(RuntimeSnapshot.empty());
        ActiveConfiguration configuration = new ActiveConfiguration(snapshots);
        ExchangeCounts counts = new ExchangeCounts();
        ExchangeObserver observer =
                ExchangeObserver.all(List.of(counts, configuration.health().observer()));
        Gateway gateway = Gateway.start(settings.gateway().withObserver(observer), snapshots);
        DataPlane dataPlane = new DataPlane(configuration, gateway, settings.shutdownTimeout());
        try {
            dataPlane.serveAdmin(settings, counts);
        } catch (IOException e) {
            dataPlane.close();
            throw e;
        }
        return dataPlane;
    }

    private void serveAdmin(DataPlaneSettings settings, ExchangeCounts counts) throws IOException {
        List<NodeInfo.Listener> listeners = new ArrayList<>();
        for (int i = 0; i < gateway.addresses().size(); i++) {
            InetSocketAddress address = gateway.addresses().get(i);
            boolean ssl = settings.gateway().listen().get(i).security() == Security.TLS;
            listeners.add(new NodeInfo.Listener(address.getAddress().getHostAddress(), address.getPort(), ssl, false));
        }
        NodeInfo info = new NodeInfo(UUID.randomUUID(), hostname(), listeners);
        NodeStatus nodeStatus = new NodeStatus(info, configuration, counts::counts);
        AdminApi adminApi = new AdminApi(configuration, nodeStatus);
        for (ListenAddress address : settings.adminListen()) {
            admin.add(serve("--admin-listen", address, adminApi::serve));
        }
        StatusApi statusApi = new StatusApi(nodeStatus, List.of(new UpstreamHealthMetrics(configuration)));
        for (ListenAddress address : settings.statusListen()) {
            status.add(serve("--status-listen", address, statusApi::serve));
        }
    }

    private interface Api {
        AdminServer serve(InetSocketAddress address) throws IOException;
    }

    private static AdminServer serve(String setting, ListenAddress address, Api api) throws IOException {
        try {
            return api.serve(new InetSocketAddress(address.host(), address.port()));
        } catch (BindException e) {
            // Also thrown for an address of another machine.
            String reason = String.valueOf(e.getMessage());
            String what = reason.contains("in use") ? " is taken" : " cannot be listened at: " + reason;
            throw new IOException(setting + ": " + address + what + " (expected: a free address)", e);
        } catch (IOException e) {
            throw new IOException(setting + ": " + address + " cannot be listened at: " + e.getMessage(), e);
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
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

    /** What scripts want to know: {@code gateway}, {@code admin} and {@code status}, the first URL of each. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        gateway.addresses().stream().limit(1).forEach(address -> facts.put("gateway", Addresses.url(address)));
        admin.stream().limit(1).forEach(server -> facts.put("admin", Addresses.url(server.address())));
        status.stream().limit(1).forEach(server -> facts.put("status", Addresses.url(server.address())));
        return facts;
    }

    /** Stops accepting, lets what is under way end within the shutdown timeout, then stops everything else. */
    @Override
    public void close() {
        log.atInfo().addKeyValue("timeout", shutdownTimeout).log("Gateway stops");
        gateway.close(shutdownTimeout);
        configuration.close();
        admin.forEach(AdminServer::close);
        status.forEach(AdminServer::close);
        log.atInfo().log("Gateway has stopped");
    }
}
