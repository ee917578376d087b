package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Translator;
import dev.hawser.server.diagnostics.ConfigHistory;
import dev.hawser.server.diagnostics.ConfigHistory.Secrets;
import dev.hawser.server.diagnostics.ThreadDump;
import dev.hawser.server.health.Readiness;
import dev.hawser.server.http.BindAddress;
import dev.hawser.server.http.HttpEndpoint;
import dev.hawser.server.http.HttpReply;
import dev.hawser.server.metrics.ControllerMetrics;
import dev.hawser.server.push.PushObserver;
import dev.hawser.server.wiring.ObservabilitySettings.Dumps;
import dev.hawser.server.wiring.ObservabilitySettings.Profiling;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a controller tells of itself, and the ports where it does: started first and stopped last. */
public final class Observability implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Observability.class);

    private final Map<String, HttpEndpoint> endpoints = new LinkedHashMap<>();
    private final Readiness readiness = new Readiness();
    private final ControllerMetrics metrics;
    private final @Nullable ConfigHistory history;

    private Observability(ControllerMetrics metrics, @Nullable ConfigHistory history) {
        this.metrics = metrics;
        this.history = history;
    }

    /**
     * Opens the ports.
     *
     * @param instance which of several controllers this is
     * @throws IOException when one cannot be listened at; nothing is left open then
     */
    public static Observability start(ObservabilitySettings settings, UUID instance) throws IOException {
        Dumps dumps = settings.diagnostics().dumps();
        ConfigHistory history = dumps == Dumps.OFF
                ? null
                : new ConfigHistory(dumps == Dumps.COMPLETE ? Secrets.SHOWN : Secrets.REDACTED);
        Observability started = new Observability(new ControllerMetrics(instance, Clock.systemUTC()), history);
        try {
            started.serve("health", "--health-probe-bind-address", settings.health(), started.readiness.paths());
            started.serve("metrics", "--metrics-bind-address", settings.metrics(), started.metrics.paths());
            if (settings.diagnostics().any()) {
                started.serve(
                        "diagnostics",
                        "--diagnostic-server-port",
                        settings.diagnosticsAddress(),
                        started.diagnostics(settings.diagnostics().profiling()));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    private Map<String, Supplier<HttpReply>> diagnostics(Profiling profiling) {
        Map<String, Supplier<HttpReply>> paths = new HashMap<>();
        if (history != null) {
            paths.putAll(history.paths());
        }
        if (profiling == Profiling.ON) {
            paths.putAll(ThreadDump.paths());
        }
        return paths;
    }

    private void serve(
            String name, String setting, @Nullable BindAddress address, Map<String, Supplier<HttpReply>> paths)
            throws IOException {
        if (address != null) {
            HttpEndpoint endpoint = HttpEndpoint.start(setting, address, paths);
            endpoints.put(name, endpoint);
            log.atInfo()
                    .addKeyValue("what", name)
                    .addKeyValue("address", Addresses.url(endpoint.address()))
                    .log("Listening");
        }
    }

    public Readiness readiness() {
        return readiness;
    }

    /** To be told of each try to have a configuration served. */
    public PushObserver pushes() {
        return history == null ? metrics : metrics.and(history);
    }

    /** The same translator, measured. */
    public Translator measured(Translator translator) {
        return metrics.measured(translator, System::nanoTime);
    }

    /** Shows the state of a control plane from now on. */
    public void follow(ControlPlane controlPlane) {
        readiness.dependOn(controlPlane::running);
        metrics.show("hawser_watch_running", "Whether changes in the cluster are dealt with", controlPlane::running);
        metrics.showWatches(controlPlane::sources);
        metrics.show("hawser_leader", "Whether this instance writes statuses and events", controlPlane::isLeader);
    }

    /** What scripts want to know: the URL of each port by what it is for. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        endpoints.forEach((name, endpoint) -> facts.put(name, Addresses.url(endpoint.address())));
        return facts;
    }

    @Override
    public void close() {
        endpoints.values().forEach(HttpEndpoint::close);
        metrics.close();
    }
}
