package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Streams of connections that speak HTTP/2. */
final class Http2Source implements UpstreamSource {

    /** What connections can stand in for each other. */
    private record Key(Endpoint endpoint, UpstreamTls tls) {}

    private final KeepAliveSettings settings;
    private final Dialer dialer;
    private final Departures departures;
    private final Http2Streams streams;
    private final IdleConnections idle;
    private final LongSupplier nanoTime;
    private final Map<Key, Http2Group> groups = new HashMap<>();
    private boolean closed;

    /** @param nanoTime the time as {@link System#nanoTime()} tells it */
    Http2Source(
            KeepAliveSettings settings,
            Dialer dialer,
            Departures departures,
            HeadLimits limits,
            HeadStore store,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.dialer = dialer;
        this.departures = departures;
        this.streams = new Http2Streams(limits, store);
        this.idle = new IdleConnections(settings.poolSize());
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable UpstreamConnection take(Endpoint endpoint, UpstreamTls tls) {
        Http2Group group = groups.get(new Key(endpoint, tls));
        return group == null ? null : group.take();
    }

    /** The operating system is asked whether the endpoint closed an idle connection, of which the loop may not have heard. */
    @Override
    public @Nullable UpstreamConnection takeFresh(Endpoint endpoint, UpstreamTls tls) {
        Http2Group group = groups.get(new Key(endpoint, tls));
        return group == null ? null : group.takeFresh();
    }

    @Override
    public void connect(Endpoint endpoint, UpstreamTls tls, Duration timeout, ConnectListener listener) {
        groups.computeIfAbsent(
                        new Key(endpoint, tls),
                        _ -> new Http2Group(endpoint, tls, settings, dialer, streams, idle, nanoTime))
                .connect(timeout, listener);
    }

    /** As {@link UpstreamPool#sweep}. */
    void sweep() {
        long nowNanos = nanoTime.getAsLong();
        for (Http2Group group : List.copyOf(groups.values())) {
            group.sweep(departures, nowNanos);
            if (closed) {
                group.leave();
            }
        }
        groups.values().removeIf(Http2Group::isEmpty);
    }

    /** Lets every connection go as soon as it carries no stream. */
    void close() {
        closed = true;
        List.copyOf(groups.values()).forEach(Http2Group::leave);
    }
}
