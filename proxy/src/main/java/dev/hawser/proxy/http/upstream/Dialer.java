package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
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

/** Makes channels to endpoints on one event loop, and secures them. Names are looked up without blocking it. */
final class Dialer {

    private static final Logger log = LoggerFactory.getLogger(Dialer.class);

    /** Told once how dialling ended, on the event loop, perhaps before {@link #dial} returns. */
    interface Caller {

        /** Adds what speaks on a channel that is about to connect, behind TLS. Once for each address that is tried. */
        void prepare(Channel channel, InetAddress address);

        /**
         * The channel is connected, and secured where it should be.
         *
         * @param deadlineNanos the {@link System#nanoTime()} at which the time to connect is over
         */
        void answered(Channel channel, long deadlineNanos);

        void failed(ConnectFailure failure, Throwable cause);
    }

    private final Bootstrap bootstrap;
    private final NameLookup names;
    private final ClientContexts tlsContexts;

    /**
     * @param bootstrap has the loop and the kind of channel
     * @param names looks up host names on the same loop
     */
    Dialer(Bootstrap bootstrap, NameLookup names, ClientContexts tlsContexts) {
        // AUTO_CLOSE off: when an endpoint answers early and stops reading, a failed write must not lose its answer.
        this.bootstrap = bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.AUTO_CLOSE, false);
        this.names = names;
        this.tlsContexts = tlsContexts;
    }

    /** Ends what looking up names and securing connections needs; those that are open are not touched. */
    void close() {
        names.close();
        tlsContexts.close();
    }

    /** Gives up what was not used for long; to be called now and then. */
    void sweep() {
        names.sweep();
        tlsContexts.sweep(System.nanoTime());
    }

    void dial(Endpoint endpoint, UpstreamTls tls, Application application, Duration timeout, Caller caller) {
        try {
            if (tls instanceof UpstreamTls.Secured secured) {
                tlsContexts.prepare(secured.terms(), application);
            }
        } catch (SSLException e) {
            caller.failed(ConnectFailure.TLS, e);
            return;
        }
        Call call = new Call(endpoint, tls, application, timeout, caller);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (address != null) {
            try {
                call.connect(List.of(InetAddress.getByAddress(address)));
            } catch (UnknownHostException e) {
                caller.failed(ConnectFailure.UNRESOLVED, e);
            }
            return;
        }
        Future<List<InetAddress>> lookup = names.resolve(endpoint.host());
        lookup.addListener(_ -> {
            if (lookup.isSuccess()) {
                call.connect(lookup.getNow());
            } else {
                caller.failed(ConnectFailure.UNRESOLVED, lookup.cause());
            }
        });
    }

    /** One attempt to reach an endpoint. */
    private final class Call {

        private final Endpoint endpoint;
        private final UpstreamTls tls;
        private final Application application;
        private final Duration timeout;
        private final Caller caller;

        Call(Endpoint endpoint, UpstreamTls tls, Application application, Duration timeout, Caller caller) {
            this.endpoint = endpoint;
            this.tls = tls;
            this.application = application;
            this.timeout = timeout;
            this.caller = caller;
        }

        /** Tries the addresses of a host in turn until one accepts; each has the whole time to do so. */
        void connect(List<InetAddress> addresses) {
            int millis = connectMillis(endpoint, timeout);
            long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            InetAddress address = addresses.getFirst();
            ChannelFuture connecting = bootstrap
                    .clone()
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                    .handler(initializer(address))
                    .connect(new InetSocketAddress(address, endpoint.port()));
            connecting.addListener(_ -> {
                if (connecting.isSuccess()) {
                    secure(connecting.channel(), addresses, deadlineNanos);
                } else {
                    failed(addresses, failureOf(connecting.cause()), connecting.cause());
                }
            });
        }

        private void failed(List<InetAddress> addresses, ConnectFailure failure, Throwable cause) {
            if (addresses.size() > 1) {
                connect(addresses.subList(1, addresses.size()));
            } else {
                caller.failed(failure, cause);
            }
        }

        /** Waits for the handshake, which must end before the same deadline as connecting. */
        private void secure(Channel channel, List<InetAddress> addresses, long deadlineNanos) {
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            if (handler == null) {
                caller.answered(channel, deadlineNanos);
                return;
            }
            // The handshake begins when the channel becomes active, which comes after its connecting is told.
            handler.setHandshakeTimeoutMillis(
                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
            Future<Channel> handshake = handler.handshakeFuture();
            handshake.addListener(_ -> {
                if (handshake.isSuccess()) {
                    caller.answered(channel, deadlineNanos);
                } else {
                    var _ = channel.close();
                    boolean late = handshake.cause() instanceof SslHandshakeTimeoutException;
                    if (!late) {
                        tellDistrust(handler, handshake.cause());
                    }
                    failed(addresses, late ? ConnectFailure.TIMED_OUT : ConnectFailure.TLS, handshake.cause());
                }
            });
        }

        /** Nobody else knows why an endpoint was not trusted. */
        private void tellDistrust(SslHandler handler, Throwable cause) {
            Throwable reason = cause;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            log.atWarn()
                    .addKeyValue("endpoint", endpoint)
                    .addKeyValue("name", handler.engine().getPeerHost())
                    .addKeyValue("error", reason.getMessage())
                    .log("TLS with an endpoint failed");
        }

        private ChannelHandler initializer(InetAddress address) {
            return new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel channel) throws Exception {
                    if (tls instanceof UpstreamTls.Secured secured) {
                        channel.pipeline()
                                .addLast(tlsContexts.handler(
                                        secured.terms(),
                                        application,
                                        secured.serverName(),
                                        endpoint.port(),
                                        channel.alloc()));
                    }
                    caller.prepare(channel, address);
                }
            };
        }
    }

    private static int connectMillis(Endpoint endpoint, Duration timeout) {
        int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
        return endpoint.terminating() ? Math.min(millis, Upstreams.TERMINATING_CONNECT_MILLIS) : millis;
    }

    private static ConnectFailure failureOf(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? ConnectFailure.TIMED_OUT : ConnectFailure.REFUSED;
    }
}
