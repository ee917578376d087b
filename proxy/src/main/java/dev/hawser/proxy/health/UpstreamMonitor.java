package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Probes the endpoints of one upstream by one set of settings; new settings need a new monitor. Confined to the thread
 * that applies configurations.
 */
final class UpstreamMonitor {

    private final String upstream;
    private final CheckSettings settings;
    private final @Nullable String hostHeader;
    private final Probe probe;
    private final Semaphore concurrency;
    private final Map<Endpoint, EndpointMonitor> monitors = new HashMap<>();

    UpstreamMonitor(String upstream, CheckSettings settings, @Nullable String hostHeader) {
        this.upstream = upstream;
        this.settings = settings;
        this.hostHeader = hostHeader;
        this.probe = new Probe(settings, hostHeader);
        this.concurrency = new Semaphore(settings.concurrency());
    }

    boolean sameSettings(CheckSettings otherSettings, @Nullable String otherHostHeader) {
        return settings.equals(otherSettings) && Objects.equals(hostHeader, otherHostHeader);
    }

    /** Starts to probe endpoints that are new, and stops for those that are not there any more. */
    void watch(List<Endpoint> endpoints) {
        Set<Endpoint> present = new HashSet<>(endpoints);
        monitors.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
        for (Endpoint endpoint : endpoints) {
            monitors.computeIfAbsent(
                    endpoint, key -> EndpointMonitor.start(upstream, key, settings, probe, concurrency));
        }
    }

    /** Stops all probes; verdicts stay. */
    void stop() {
        monitors.values().forEach(EndpointMonitor::stop);
    }

    /** Stops all probes and forgets what they found. */
    void forget() {
        stop();
        monitors.keySet().forEach(Endpoint::markHealthy);
    }
}
