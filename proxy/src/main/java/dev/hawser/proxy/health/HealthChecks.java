package dev.hawser.proxy.health;

import dev.hawser.config.Healthchecks;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active health checks of all upstreams. Checks of types http and tcp are made; an upstream that asks for another
 * type is not checked, which one warning says, and neither are passive checks made. Terminating endpoints are checked too: a pod that drains keeps its
 * sessions only while it is fit.
 *
 * <p>What a check found survives changes of the configuration with its endpoint. Used by one thread at a time.
 */
public final class HealthChecks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HealthChecks.class);

    private final Map<String, UpstreamMonitor> monitors = new HashMap<>();
    private final Map<String, Healthchecks.Type> unsupported = new HashMap<>();
    /** The upstreams whose passive checks were warned of. */
    private final Set<String> passive = new HashSet<>();

    /** Whether an upstream with these settings has its endpoints checked. */
    public static boolean areMade(@Nullable Healthchecks healthchecks) {
        return CheckSettings.of(healthchecks)
                .filter(settings -> isSupported(settings.type()))
                .isPresent();
    }

    private static boolean isSupported(Healthchecks.Type type) {
        return type == Healthchecks.Type.HTTP || type == Healthchecks.Type.TCP;
    }

    /** Checks exactly these upstreams from now on. */
    public void watch(Collection<UpstreamRuntime> upstreams) {
        Set<String> watched = new HashSet<>();
        for (UpstreamRuntime upstream : upstreams) {
            watched.add(upstream.config().name());
            watch(upstream);
        }
        unsupported.keySet().retainAll(watched);
        passive.retainAll(watched);
        monitors.entrySet().removeIf(entry -> {
            boolean gone = !watched.contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
            }
            return gone;
        });
    }

    private void watch(UpstreamRuntime upstream) {
        Upstream config = upstream.config();
        warnOfPassive(config);
        Optional<CheckSettings> settings =
                CheckSettings.of(config.healthchecks()).filter(wanted -> supports(config.name(), wanted.type()));
        UpstreamMonitor monitor = monitors.get(config.name());
        if (settings.isEmpty()) {
            if (monitor != null) {
                monitors.remove(config.name());
                monitor.forget();
            }
            return;
        }
        if (monitor == null || !monitor.sameSettings(settings.get(), config.hostHeader())) {
            if (monitor != null) {
                monitor.stop();
            }
            monitor = new UpstreamMonitor(config.name(), settings.get(), config.hostHeader());
            monitors.put(config.name(), monitor);
        }
        monitor.watch(upstream.endpoints());
    }

    private void warnOfPassive(Upstream upstream) {
        if (!asksForPassive(upstream.healthchecks())) {
            passive.remove(upstream.name());
        } else if (passive.add(upstream.name())) {
            log.atWarn().addKeyValue("upstream", upstream.name()).log("Passive health checks are not made");
        }
    }

    /** Whether any counter of the passive checks is switched on. */
    static boolean asksForPassive(@Nullable Healthchecks healthchecks) {
        Healthchecks.Passive asked = healthchecks == null ? null : healthchecks.passive();
        if (asked == null) {
            return false;
        }
        Healthchecks.Healthy healthy = asked.healthy();
        Healthchecks.Unhealthy unhealthy = asked.unhealthy();
        return (healthy != null && counts(healthy.successes()))
                || (unhealthy != null
                        && (counts(unhealthy.httpFailures())
                                || counts(unhealthy.tcpFailures())
                                || counts(unhealthy.timeouts())));
    }

    private static boolean counts(@Nullable Integer threshold) {
        return threshold != null && threshold > 0;
    }

    private boolean supports(String upstream, Healthchecks.Type type) {
        if (isSupported(type)) {
            unsupported.remove(upstream);
            return true;
        }
        if (unsupported.put(upstream, type) != type) {
            log.atWarn()
                    .addKeyValue("upstream", upstream)
                    .addKeyValue("type", type.text())
                    .log("Health checks of this type are not made; all endpoints count as healthy");
        }
        return false;
    }

    /** Stops all checks. */
    @Override
    public void close() {
        monitors.values().forEach(UpstreamMonitor::stop);
        monitors.clear();
    }
}
