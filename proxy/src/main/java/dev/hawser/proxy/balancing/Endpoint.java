package dev.hawser.proxy.balancing;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The runtime side of a target: one address that connections are made to. It is kept by its id and address from one
 * snapshot to the next for as long as its upstream has the target, and compared by identity, so that health, load
 * and pooled connections survive a change of the configuration.
 */
public final class Endpoint {

    private final UUID id;
    private final String host;
    private final int port;
    private final String text;

    /** Written by the health checker and by the compiler, read by all event loops; a stale value costs one choice. */
    private volatile boolean healthy = true;

    /** Written once by the compiler after the upstream dropped the target, read by event loops that pool connections. */
    private volatile boolean removed;

    /** Written by the compiler, read by all event loops; a stale value costs one choice or one longer connect. */
    private volatile boolean terminating;

    private final EndpointLoad load = new EndpointLoad();

    /** Set once by the first balancer that asks for it, which is rare; read by all event loops. */
    private final AtomicReference<@Nullable SessionCount> sessions = new AtomicReference<>();

    /** Written by the compiler, read by whoever changes something here; who is heard by an old one picks by an old order. */
    private volatile @Nullable Subscription subscription;

    /** Who hears of changes, and the place that the endpoint has there. */
    private record Subscription(EndpointListener listener, int index) {}

    public Endpoint(UUID id, String host, int port) {
        this.id = id;
        this.host = host;
        this.port = port;
        this.text = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }

    /** The id of the target, which is the session id of a sticky upstream. */
    public UUID id() {
        return id;
    }

    /** A host name, an IPv4 address, or an IPv6 address without brackets. */
    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public boolean healthy() {
        return healthy;
    }

    public void markHealthy() {
        healthy = true;
        tellHealth();
    }

    public void markUnhealthy() {
        healthy = false;
        tellHealth();
    }

    private void tellHealth() {
        Subscription told = subscription;
        if (told != null) {
            told.listener().healthChanged(told.index());
        }
    }

    /** How many tries of exchanges are under way here, upgraded connections among them. */
    public int activeTries() {
        return load.tries();
    }

    EndpointLoad load() {
        return load;
    }

    void tryBegan() {
        load.begin();
        tellLoad();
    }

    void tryEnded() {
        load.end();
        tellLoad();
    }

    /** It took this long to answer. */
    void took(long latencyNanos, long nowNanos) {
        load.sample(latencyNanos, nowNanos);
        tellLoad();
    }

    private void tellLoad() {
        Subscription told = subscription;
        if (told != null) {
            told.listener().loadChanged(told.index());
        }
    }

    /** The count of its sessions, which is kept from the first call on. */
    SessionCount sessions() {
        SessionCount counted = sessions.get();
        if (counted != null) {
            return counted;
        }
        SessionCount made = new SessionCount();
        SessionCount witness = sessions.compareAndExchange(null, made);
        return witness == null ? made : witness;
    }

    /**
     * About how many sessions had a request here in the last five to ten minutes: all of them where new sessions go to the
     * fewest, else those that came since the endpoint was terminating.
     *
     * @param nowNanos a {@link System#nanoTime()}
     */
    public long liveSessions(long nowNanos) {
        SessionCount counted = sessions.get();
        return counted == null ? 0 : Math.round(counted.estimate(nowNanos));
    }

    /** Has changes told to the newest balancer of its upstream, and to no other from now on. */
    void subscribe(EndpointListener listener, int index) {
        subscription = new Subscription(listener, index);
    }

    /** Whether the pod behind it is terminating: it keeps its sessions for as long as it accepts connections. */
    public boolean terminating() {
        return terminating;
    }

    public void markTerminating() {
        terminating = true;
    }

    public void clearTerminating() {
        terminating = false;
    }

    /** Whether no upstream has the target any more; its idle connections are closed and none is pooled again. */
    public boolean removed() {
        return removed;
    }

    public void markRemoved() {
        removed = true;
    }

    /** The address as the authority of a URI, with its port. */
    @Override
    public String toString() {
        return text;
    }
}
