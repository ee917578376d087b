package dev.hawser.proxy.runtime;

import dev.hawser.config.GatewayConfig;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.HealthChecks;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that is being served, and the one way to change it: compile, publish, then retire what is gone.
 * Updates from several threads are put in a row.
 */
public final class ActiveConfiguration implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ActiveConfiguration.class);

    private final SnapshotHolder holder;
    private final SnapshotCompiler compiler = new SnapshotCompiler();
    private final HealthChecks healthChecks;

    /** Held for the whole of an update, so that each one builds on the one before; readers never take it. */
    private final ReentrantLock updates = new ReentrantLock();

    /** @param holder where snapshots are published; nothing else publishes to it */
    public ActiveConfiguration(SnapshotHolder holder) {
        this(holder, new HealthChecks());
    }

    /**
     * @param holder where snapshots are published; nothing else publishes to it
     * @param healthChecks of its endpoints; closed with this
     */
    public ActiveConfiguration(SnapshotHolder holder, HealthChecks healthChecks) {
        this.holder = holder;
        this.healthChecks = healthChecks;
    }

    /** The health of the endpoints that are being served. */
    public HealthChecks health() {
        return healthChecks;
    }

    /**
     * Serves a configuration from now on. One that equals the current one changes nothing.
     *
     * @return the snapshot that serves it
     * @throws RejectedConfigException when it cannot be served; the current one stays
     */
    public RuntimeSnapshot apply(GatewayConfig config) throws RejectedConfigException {
        updates.lock();
        try {
            RuntimeSnapshot previous = holder.current();
            if (previous.config().equals(config)) {
                return previous;
            }
            RuntimeSnapshot next = compiler.compile(config, previous);
            holder.publish(next);
            healthChecks.watch(next.upstreams().values());
            // Last: exchanges may have chosen these until the new snapshot was there.
            markRemoved(previous.upstreams().values(), next.upstreams().values());
            logActive(next);
            return next;
        } finally {
            updates.unlock();
        }
    }

    /** The snapshot that is being served. */
    public RuntimeSnapshot current() {
        return holder.current();
    }

    private static void markRemoved(Collection<UpstreamRuntime> before, Collection<UpstreamRuntime> after) {
        Set<Endpoint> kept = new HashSet<>();
        after.forEach(upstream -> kept.addAll(upstream.endpoints()));
        for (UpstreamRuntime upstream : before) {
            for (Endpoint endpoint : upstream.endpoints()) {
                if (!kept.contains(endpoint)) {
                    endpoint.markRemoved();
                }
            }
        }
    }

    private static void logActive(RuntimeSnapshot snapshot) {
        GatewayConfig config = snapshot.config();
        int routes = config.routes().size()
                + config.services().stream()
                        .mapToInt(service -> service.routes().size())
                        .sum();
        int targets = config.upstreams().stream()
                .mapToInt(upstream -> upstream.targets().size())
                .sum();
        log.atInfo()
                .addKeyValue("generation", snapshot.generation())
                .addKeyValue("services", config.services().size())
                .addKeyValue("routes", routes)
                .addKeyValue("upstreams", config.upstreams().size())
                .addKeyValue("targets", targets)
                .addKeyValue("certificates", config.certificates().size())
                .log("Configuration is active");
    }

    /** Stops the health checks; the current configuration goes on being served. */
    @Override
    public void close() {
        updates.lock();
        try {
            healthChecks.close();
        } finally {
            updates.unlock();
        }
    }
}
