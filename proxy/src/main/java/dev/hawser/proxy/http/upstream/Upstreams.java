package dev.hawser.proxy.http.upstream;

import dev.hawser.config.Protocol;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.tls.ClientContexts;
import io.netty.bootstrap.Bootstrap;

/** The connections of one event loop to endpoints, whichever version of HTTP they speak. */
public final class Upstreams {

    /** How long connecting to a terminating endpoint may take at most, TLS included, in milliseconds: {@value}. */
    public static final int TERMINATING_CONNECT_MILLIS = 1000;

    private final Dialer dialer;
    private final UpstreamPool pool;
    private final Http1Source http1;
    private final Http2Source http2;

    /**
     * @param bootstrap has the loop and the kind of channel
     * @param names looks up host names on the same loop
     * @param store those of the same loop
     */
    public Upstreams(
            UpstreamSettings settings,
            Bootstrap bootstrap,
            NameLookup names,
            HeadLimits limits,
            HeadStore store,
            ClientContexts tlsContexts) {
        Departures departures = new Departures(settings.goneTimeout(), names);
        this.dialer = new Dialer(bootstrap, names, tlsContexts);
        this.pool = new UpstreamPool(settings.keepAlive(), departures, System::nanoTime);
        this.http1 = new Http1Source(dialer, pool, limits, store);
        this.http2 = new Http2Source(settings.keepAlive(), dialer, departures, limits, store, System::nanoTime);
    }

    /** Where the connections for services of a protocol come from: gRPC goes over HTTP/2, everything else over HTTP/1.1. */
    public UpstreamSource source(Protocol protocol) {
        return protocol.grpc() ? http2 : http1;
    }

    /** Gives up what is of no more use; to be called about once a second. */
    public void sweep() {
        dialer.sweep();
        pool.sweep();
        http2.sweep();
    }

    /** Closes all idle connections and keeps none from here on. */
    public void close() {
        pool.close();
        http2.close();
        dialer.close();
    }
}
