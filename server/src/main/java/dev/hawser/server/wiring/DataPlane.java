package dev.hawser.server.wiring;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.accesslog.AccessLog;
import dev.hawser.proxy.admin.AdminApi;
import dev.hawser.proxy.admin.AdminServer;
import dev.hawser.proxy.admin.NodeInfo;
import dev.hawser.proxy.admin.NodeStatus;
import dev.hawser.proxy.admin.StatusApi;
import dev.hawser.proxy.health.HealthChecks;
import dev.hawser.proxy.http.Gateway;
import dev.hawser.proxy.http.ListenAddress;
import dev.hawser.proxy.http.ListenAddress.Security;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.metrics.MetricSource;
import dev.hawser.proxy.metrics.ProxyHeaderMetrics;
import dev.hawser.proxy.runtime.ActiveConfiguration;
import dev.hawser.proxy.runtime.RejectedConfigException;
import dev.hawser.proxy.runtime.RuntimeSnapshot;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.server.push.ConfigTarget;
import dev.hawser.server.push.PushAnswer;
import dev.hawser.server.push.PushObserver;
import dev.hawser.server.push.PushObserver.PushAttempt;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway with its configuration, health checks, Admin API and status, started and stopped as one. */
public final class DataPlane implements ConfigTarget, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);

    private final ActiveConfiguration configuration;
    private final Gateway gateway;
    private final Duration shutdownTimeout;
    private final PushObserver observer;
    private final GatewayMetrics metrics;
    private final @Nullable AccessLog accessLog;
    /** Written by the thread that brings configurations, read by any. */
    private volatile Verdict verdict = Verdict.NONE;

    private final CompletableFuture<Void> firstLive = new CompletableFuture<>();
    private final List<AdminServer> admin = new ArrayList<>();
    private final List<AdminServer> status = new ArrayList<>();

    private DataPlane(
            ActiveConfiguration configuration,
            Gateway gateway,
            Duration shutdownTimeout,
            PushObserver observer,
            GatewayMetrics metrics,
            @Nullable AccessLog accessLog) {
        this.configuration = configuration;
        this.gateway = gateway;
        this.shutdownTimeout = shutdownTimeout;
        this.observer = observer;
        this.metrics = metrics;
        this.accessLog = accessLog;
    }

    /**
     * Starts everything, with a configuration that routes nothing.
     *
     * @throws IOException when an address cannot be listened at; nothing is left running then
     */
    public static DataPlane start(DataPlaneSettings settings) throws IOException {
        return start(settings, PushObserver.NONE);
    }

    /**
     * Starts everything, with a configuration that routes nothing.
     *
     * @param observer told of each configuration that is to be served
     * @throws IOException when an address cannot be listened at or the access log not be written; nothing is left running
     *     then
     */
    public static DataPlane start(DataPlaneSettings settings, PushObserver observer) throws IOException {
        SnapshotHolder snapshots = new SnapshotHolder(RuntimeSnapshot.empty());
        ActiveConfiguration configuration = new ActiveConfiguration(
                snapshots, new HealthChecks(settings.gateway().trust()));
        GatewayMetrics metrics = new GatewayMetrics(UUID.randomUUID(), configuration);
        AccessLog accessLog = AccessLog.start("--proxy-access-log", settings.accessLog());
        Gateway gateway;
        try {
            List<ExchangeObserver> observers = new ArrayList<>(metrics.observers());
            observers.add(configuration.health().observer());
            if (accessLog != null) {
                observers.add(accessLog);
            }
            gateway = Gateway.start(settings.gateway().withObserver(ExchangeObserver.all(observers)), snapshots);
        } catch (RuntimeException e) {
            close(accessLog);
            throw e;
        }
        DataPlane dataPlane =
                new DataPlane(configuration, gateway, settings.shutdownTimeout(), observer, metrics, accessLog);
        try {
            dataPlane.serveAdmin(settings);
        } catch (IOException e) {
            dataPlane.close();
            throw e;
        }
        return dataPlane;
    }

    private void serveAdmin(DataPlaneSettings settings) throws IOException {
        List<NodeInfo.Listener> listeners = new ArrayList<>();
        for (int i = 0; i < gateway.addresses().size(); i++) {
            InetSocketAddress address = gateway.addresses().get(i);
            boolean ssl = settings.gateway().listen().get(i).security() == Security.TLS;
            listeners.add(new NodeInfo.Listener(address.getAddress().getHostAddress(), address.getPort(), ssl, false));
        }
        NodeInfo info = new NodeInfo(metrics.nodeId(), Addresses.hostname(), listeners);
        NodeStatus nodeStatus = new NodeStatus(info, configuration, metrics::counts);
        List<MetricSource> sources = new ArrayList<>(metrics.sources());
        sources.add(new ProxyHeaderMetrics(gateway));
        if (accessLog != null) {
            sources.add(accessLog.metrics());
        }
        AdminApi adminApi = new AdminApi(configuration, nodeStatus, sources);
        for (ListenAddress address : settings.adminListen()) {
            admin.add(serve("--admin-listen", address, adminApi::serve));
        }
        StatusApi statusApi = new StatusApi(nodeStatus, sources);
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

    /** Serves a configuration from now on; one that cannot be served leaves the current one, and the log says why. */
    @Override
    public void apply(GatewayConfig config) {
        long started = System.nanoTime();
        PushAnswer answer;
        try {
            configuration.apply(config);
            firstLive.complete(null);
            answer = new PushAnswer.Taken();
            verdict = new Verdict(config, List.of());
        } catch (RejectedConfigException e) {
            e.violations()
                    .forEach(violation -> log.atError()
                            .addKeyValue("path", violation.path())
                            .addKeyValue("violation", violation.message())
                            .log("Configuration is rejected, the current one stays"));
            String message = String.valueOf(e.getMessage());
            answer = new PushAnswer.Rejected(List.of(), message, message);
            verdict = new Verdict(config(), Refusals.of(e.violations(), config));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        observer.tried(new PushAttempt(PushAttempt.IN_PROCESS, config, answer, took, 0));
    }

    @Override
    public CompletionStage<Void> firstLive() {
        return firstLive.minimalCompletionStage();
    }

    @Override
    public Verdict verdict() {
        return verdict;
    }

    /** The configuration that is being served. */
    public GatewayConfig config() {
        return configuration.current().config();
    }

    /** The IP addresses by which this machine reaches the gateway, each once. */
    public List<String> hosts() {
        return gateway.addresses().stream().map(Addresses::host).distinct().toList();
    }

    /** What scripts want to know: {@code gateway}, {@code admin} and {@code status}, the first URL of each. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        gateway.addresses().stream().limit(1).forEach(address -> facts.put("gateway", Addresses.url(address)));
        admin.stream().limit(1).forEach(server -> facts.put("admin", Addresses.url(server.address())));
        status.stream().limit(1).forEach(server -> facts.put("status", Addresses.url(server.address())));
        return facts;
    }

    private static void close(@Nullable AccessLog accessLog) {
        if (accessLog != null) {
            accessLog.close();
        }
    }

    /** Stops accepting, lets what is under way end within the shutdown timeout, then stops everything else. */
    @Override
    public void close() {
        log.atInfo().addKeyValue("timeout", shutdownTimeout).log("Gateway stops");
        gateway.close(shutdownTimeout);
        configuration.close();
        admin.forEach(AdminServer::close);
        status.forEach(AdminServer::close);
        close(accessLog);
        log.atInfo().log("Gateway has stopped");
    }
}
