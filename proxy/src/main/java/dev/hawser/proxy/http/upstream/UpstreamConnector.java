package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.codec.UpstreamCodec;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.ClientContexts.Application;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections to endpoints on one event loop. Names are looked up without blocking it. */
public final class UpstreamConnector {

    /** How long connecting to a terminating endpoint may take at most, TLS included, in milliseconds: {@value}. */
    public static final int TERMINATING_CONNECT_MILLIS = 1000;

    private static final Logger log = LoggerFactory.getLogger(UpstreamConnector.class);

    private final Bootstrap bootstrap;
    private final NameLookup names;
    private final HeadLimits limits;
    private final HeadStore store;
    private final UpstreamPool pool;
    private final ClientContexts tlsContexts;

    /**
     * @param bootstrap has the loop and the kind of channel
     * @param names looks up host names on the same loop
     * @param store those of the same loop
     * @param pool takes the connections back
     */
    public UpstreamConnector(
            Bootstrap bootstrap,
            NameLookup names,
            HeadLimits limits,
            HeadStore store,
            UpstreamPool pool,
            ClientContexts tlsContexts) {
        // AUTO_CLOSE off: when an endpoint answers early and stops reading, a failed write must not lose its answer.
        this.bootstrap = bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.AUTO_CLOSE, false);
        this.names = names;
        this.limits = limits;
        this.store = store;
        this.pool = pool;
        this.tlsContexts = tlsContexts;
    }

    /** Ends what looking up names and securing connections needs; those that are open are not touched. */
    public void close() {
        names.close();
        tlsContexts.close();
    }

    /** Gives up what was not used for long; to be called now and then. */
    public void sweep() {
        tlsContexts.sweep(System.nanoTime());
    }

    /** Connects; the listener is told on this loop, perhaps before this returns. */
    public void connect(Endpoint endpoint, UpstreamTls tls, Duration timeout, ConnectListener listener) {
        try {
            if (tls instanceof UpstreamTls.Secured secured) {
                tlsContexts.prepare(secured.terms(), Application.HTTP_1);
            }
        } catch (SSLException e) {
            listener.notConnected(endpoint, ConnectFailure.TLS, e);
            return;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (address != null) {
            try {
                connect(endpoint, List.of(InetAddress.getByAddress(address)), tls, timeout, listener);
            } catch (UnknownHostException e) {
                listener.notConnected(endpoint, ConnectFailure.UNRESOLVED, e);
            }
            return;
        }
        Future<List<InetAddress>> lookup = names.resolve(endpoint.host());
        lookup.addListener(_ -> {
            if (lookup.isSuccess()) {
                connect(endpoint, lookup.getNow(), tls, timeout, listener);
            } else {
                listener.notConnected(endpoint, ConnectFailure.UNRESOLVED, lookup.cause());
            }
        });
    }

    /** Tries the addresses of a host in turn until one accepts; each has the whole time to do so. */
    private void connect(
            Endpoint endpoint,
            List<InetAddress> addresses,
            UpstreamTls tls,
            Duration timeout,
            ConnectListener listener) {
        if (addresses.size() == 1) {
            connect(endpoint, addresses.getFirst(), tls, timeout, listener);
            return;
        }
        connect(endpoint, addresses.getFirst(), tls, timeout, new ConnectListener() {
            @Override
            public void connected(UpstreamConnection connection) {
                listener.connected(connection);
            }

            @Override
            public void notConnected(Endpoint at, ConnectFailure failure, Throwable cause) {
                connect(at, addresses.subList(1, addresses.size()), tls, timeout, listener);
            }
        });
    }

    private void connect(
            Endpoint endpoint, InetAddress address, UpstreamTls tls, Duration timeout, ConnectListener listener) {
        int millis = connectMillis(endpoint, timeout);
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        ChannelFuture connecting = bootstrap
                .clone()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(initializer(endpoint, address, tls))
                .connect(new InetSocketAddress(address, endpoint.port()));
        connecting.addListener(_ -> {
            if (connecting.isSuccess()) {
                secure(endpoint, connecting.channel(), deadlineNanos, listener);
            } else {
                listener.notConnected(endpoint, failureOf(connecting.cause()), connecting.cause());
            }
        });
    }

    /** Waits for the handshake, which must end before the same deadline as connecting. */
    private void secure(Endpoint endpoint, Channel channel, long deadlineNanos, ConnectListener listener) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            connected(channel, listener);
            return;
        }
        // The handshake begins when the channel becomes active, which comes after its connecting is told.
        tls.setHandshakeTimeoutMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
        Future<Channel> handshake = tls.handshakeFuture();
        handshake.addListener(_ -> {
            if (handshake.isSuccess()) {
                connected(channel, listener);
            } else {
                var _ = channel.close();
                boolean late = handshake.cause() instanceof SslHandshakeTimeoutException;
                if (!late) {
                    tellDistrust(endpoint, tls, handshake.cause());
                }
                listener.notConnected(
                        endpoint, late ? ConnectFailure.TIMED_OUT : ConnectFailure.TLS, handshake.cause());
            }
        });
    }

    private void connected(Channel channel, ConnectListener listener) {
        UpstreamConnection connection = (UpstreamConnection) channel.pipeline().last();
        pool.opened(connection);
        listener.connected(connection);
    }

    /** Nobody else knows why an endpoint was not trusted. */
    private static void tellDistrust(Endpoint endpoint, SslHandler tls, Throwable cause) {
        Throwable reason = cause;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        log.atWarn()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("name", tls.engine().getPeerHost())
                .addKeyValue("error", reason.getMessage())
                .log("TLS with an endpoint failed");
    }

    private ChannelHandler initializer(Endpoint endpoint, InetAddress address, UpstreamTls tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) throws Exception {
                if (tls instanceof UpstreamTls.Secured secured) {
                    channel.pipeline()
                            .addLast(tlsContexts.handler(
                                    secured.terms(),
                                    Application.HTTP_1,
                                    secured.serverName(),
                                    endpoint.port(),
                                    channel.alloc()));
                }
                UpstreamCodec.install(channel.pipeline(), limits, store);
                channel.pipeline().addLast(new UpstreamConnection(channel, endpoint, address, tls, pool));
            }
        };
    }

    private static int connectMillis(Endpoint endpoint, Duration timeout) {
        int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        return endpoint.terminating() ? Math.min(millis, TERMINATING_CONNECT_MILLIS) : millis;
    }

    private static ConnectFailure failureOf(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? ConnectFailure.TIMED_OUT : ConnectFailure.REFUSED;
    }
}
