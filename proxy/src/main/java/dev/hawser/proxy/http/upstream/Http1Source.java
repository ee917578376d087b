package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.UpstreamCodec;
import dev.hawser.proxy.tls.ClientContexts.Application;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connections of HTTP/1.1: idle ones out of a pool, or new ones. */
final class Http1Source implements UpstreamSource {

    private final Dialer dialer;
    private final UpstreamPool pool;
    private final HeadLimits limits;
    private final HeadStore store;

    Http1Source(Dialer dialer, UpstreamPool pool, HeadLimits limits, HeadStore store) {
        this.dialer = dialer;
        this.pool = pool;
        this.limits = limits;
        this.store = store;
    }

    @Override
    public @Nullable UpstreamConnection take(Endpoint endpoint, UpstreamTls tls) {
        return pool.take(endpoint, tls);
    }

    @Override
    public @Nullable UpstreamConnection takeFresh(Endpoint endpoint, UpstreamTls tls) {
        return pool.takeFresh(endpoint, tls);
    }

    @Override
    public void connect(Endpoint endpoint, UpstreamTls tls, Duration timeout, ConnectListener listener) {
        dialer.dial(endpoint, tls, Application.HTTP_1, timeout, new Dialer.Caller() {
            @Override
            public void prepare(Channel channel, InetAddress address) {
                UpstreamCodec.install(channel.pipeline(), limits, store);
                channel.pipeline().addLast(new Http1Connection(channel, endpoint, address, tls, pool));
            }

            @Override
            public void answered(Channel channel, long deadlineNanos) {
                Http1Connection connection =
                        (Http1Connection) channel.pipeline().last();
                pool.opened(connection);
                listener.connected(connection);
            }

            @Override
            public void failed(ConnectFailure failure, Throwable cause) {
                listener.notConnected(endpoint, failure, cause);
            }
        });
    }
}
