package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.probe.NettyProbes;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import dev.hawser.proxy.tls.TrustSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The health checks of all upstreams, active and passive. Terminating endpoints are checked too: a pod that drains keeps
 * its sessions only while it is fit.
 *
 * <p>What was found survives changes of the configuration with its endpoint. Changed settings of an upstream start its
 * counters anew; its verdicts stay when the new settings can lift them, else they are forgotten.
 */
public final class HealthChecks implements AutoCloseable {

    /** Probes of all upstreams under way at once, each of which is a socket. */
    static final int MAX_PROBES = 512;

    /** Those of one upstream, whatever its concurrency: no upstream may hold up the probes of the others. */
    static final int MAX_PROBES_OF_UPSTREAM = MAX_PROBES / 8;

    private final Supplier<ProbeEngine> engines;
    /** Belongs to the engine's loop. */
    private final Turns turns = new Turns(MAX_PROBES);

    /** Confined, with the two below, to the thread that applies configurations. */
    private final Map<String, Watched> upstreams = new HashMap<>();

    /** Made when the first upstream is to be probed. */
    private @Nullable ProbeEngine engine;

    private boolean closed;

    /** Written by the thread that applies configurations, read by all event loops; one that is missed is one uncounted. */
    private final Map<Endpoint, EndpointHealth> endpoints = new ConcurrentHashMap<>();

    /** Checks over real connections, trusting what the platform trusts. */
    public HealthChecks() {
        this(TrustSettings.system());
    }

    /** Checks over real connections. */
    public HealthChecks(TrustSettings trust) {
        this(() -> NettyProbes.start(trust));
    }

    /** @param engines asked once at most, when the first upstream is to be probed */
    public HealthChecks(Supplier<ProbeEngine> engines) {
        this.engines = engines;
    }

    /** What is watched of an upstream. */
    private record Watched(
            HealthSettings settings,
            List<Endpoint> endpoints,
            @Nullable UpstreamMonitor monitor) {}

    /** What tells the passive checks of exchanges. */
    public ExchangeObserver observer() {
        return new PassiveChecks(endpoints);
    }

    /** The health of an endpoint; any thread. */
    public TargetHealth of(Endpoint endpoint) {
        EndpointHealth health = endpoints.get(endpoint);
        return health == null ? TargetHealth.HEALTHCHECKS_OFF : health.shown();
    }

    /**
     * Sets the verdict on an endpoint and clears its counters; checks may find otherwise later. Any thread.
     *
     * @return {@code false} when its upstream has no health checks, and nothing was set
     */
    public boolean set(Endpoint endpoint, Verdict verdict) {
        EndpointHealth health = endpoints.get(endpoint);
        return health != null && health.force(verdict == Verdict.HEALTHY ? HealthState.HEALTHY : HealthState.UNHEALTHY);
    }

    /** Checks exactly these upstreams from now on. One thread at a time. */
    public void watch(Collection<UpstreamRuntime> wanted) {
        if (closed) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (UpstreamRuntime upstream : wanted) {
            names.add(upstream.config().name());
            watch(upstream);
        }
        upstreams.entrySet().removeIf(entry -> {
            boolean gone = !names.contains(entry.getKey());
            if (gone) {
                stop(entry.getValue().monitor());
                entry.getValue().endpoints().forEach(this::forget);
            }
            return gone;
        });
    }

    private void watch(UpstreamRuntime upstream) {
        String name = upstream.config().name();
        HealthSettings settings = HealthSettings.of(upstream.config(), upstream.clientCertificate());
        Watched before = upstreams.get(name);
        if (before != null && before.settings().equals(settings)) {
            if (!before.endpoints().equals(upstream.endpoints())) {
                Set<Endpoint> gone = new HashSet<>(before.endpoints());
                upstream.endpoints().forEach(gone::remove);
                gone.forEach(this::forget);
                watch(name, settings, upstream.endpoints(), before.monitor());
            }
            return;
        }
        if (before != null) {
            stop(before.monitor());
            before.endpoints().forEach(this::forget);
        }
        if (!settings.canRecover()) {
            // A verdict from settings that are gone would stand for ever.
            upstream.endpoints().forEach(Endpoint::markHealthy);
        }
        ActiveChecks active = settings.active();
        UpstreamMonitor monitor = active == null ? null : new UpstreamMonitor(engine(), active, turns);
        watch(name, settings, upstream.endpoints(), monitor);
    }

    private void watch(
            String name, HealthSettings settings, List<Endpoint> present, @Nullable UpstreamMonitor monitor) {
        Map<Endpoint, EndpointHealth> healths = new LinkedHashMap<>();
        for (Endpoint endpoint : present) {
            healths.put(endpoint, endpoints.computeIfAbsent(endpoint, key -> new EndpointHealth(name, key, settings)));
        }
        upstreams.put(name, new Watched(settings, present, monitor));
        if (monitor != null) {
            engine().execute(() -> monitor.watch(healths.values()));
        }
    }

    private void forget(Endpoint endpoint) {
        EndpointHealth health = endpoints.remove(endpoint);
        if (health != null) {
            health.retire();
        }
    }

    private void stop(@Nullable UpstreamMonitor monitor) {
        if (monitor != null) {
            engine().execute(monitor::stop);
        }
    }

    private ProbeEngine engine() {
        ProbeEngine started = engine;
        if (started == null) {
            started = engines.get();
            engine = started;
        }
        return started;
    }

    /** Stops all checks; verdicts stay. */
    @Override
    public void close() {
        closed = true;
        endpoints.values().forEach(EndpointHealth::retire);
        endpoints.clear();
        upstreams.clear();
        if (engine != null) {
            engine.close();
        }
    }
}
