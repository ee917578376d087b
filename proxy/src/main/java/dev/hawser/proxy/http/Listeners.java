package dev.hawser.proxy.http;

import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.exchange.ClientConnection;
import dev.hawser.proxy.http.exchange.Worker;
import dev.hawser.proxy.http.tls.ServerNames;
import dev.hawser.proxy.runtime.SnapshotHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.ssl.SniHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The listening sockets: one for each address and event loop where the transport can share ports, else one. */
final class Listeners {

    private final GatewaySettings settings;
    private final EventLoopGroup loops;
    private final Map<EventLoop, Worker> workers;
    private final ServerNames serverNames;
    private final List<Channel> sockets = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private Listeners(
            GatewaySettings settings, EventLoopGroup loops, Map<EventLoop, Worker> workers, SnapshotHolder snapshots) {
        this.settings = settings;
        this.loops = loops;
        this.workers = workers;
        this.serverNames = new ServerNames(() -> snapshots.current().config().certificates());
    }

    /** Opens all of them, or none. */
    static Listeners open(
            GatewaySettings settings, EventLoopGroup loops, Map<EventLoop, Worker> workers, SnapshotHolder snapshots) {
        Listeners listeners = new Listeners(settings, loops, workers, snapshots);
        try {
            settings.listen().forEach(listeners::open);
        } catch (UncheckedIOException e) {
            listeners.close();
            throw e;
        }
        return listeners;
    }

    List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    void close() {
        sockets.forEach(socket -> socket.close().awaitUninterruptibly());
        sockets.clear();
    }

    private void open(ListenAddress address) {
        InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
        if (!settings.transport().sharesPorts()) {
            addresses.add(localAddress(bind(address, wanted, loops)));
            return;
        }
        probe(address, wanted);
        for (EventLoop loop : workers.keySet()) {
            wanted = localAddress(bind(address, wanted, loop));
        }
        addresses.add(wanted);
    }

    /** Sockets that share ports would share them with another gateway too, hence one that does not goes first. */
    private static void probe(ListenAddress address, InetSocketAddress wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(wanted);
        } catch (IOException e) {
            throw failure(address, e);
        }
    }

    private Channel bind(ListenAddress address, InetSocketAddress wanted, EventLoopGroup on) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(on)
                .channel(settings.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, address.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, address.security());
                    }
                });
        if (settings.transport().sharesPorts()) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw failure(address, bound.cause());
        }
        sockets.add(bound.channel());
        return bound.channel();
    }

    private void initialize(Channel channel, ListenAddress.Security security) {
        Worker worker = workers.get(channel.eventLoop());
        if (worker == null) {
            throw new IllegalStateException("event loop: a foreign one (expected: one of the gateway's)");
        }
        if (security == ListenAddress.Security.TLS) {
            channel.pipeline().addLast(new SniHandler(serverNames));
        }
        DownstreamCodec.install(
                channel.pipeline(),
                settings.exchange().limits(),
                worker.store(),
                settings.exchange().maxBodyBytes());
        channel.pipeline().addLast(new ClientConnection(channel, worker));
    }

    private static InetSocketAddress localAddress(Channel socket) {
        return (InetSocketAddress) socket.localAddress();
    }

    private static UncheckedIOException failure(ListenAddress address, Throwable cause) {
        boolean taken = cause instanceof BindException
                && cause.getMessage() != null
                && cause.getMessage().toLowerCase(Locale.ROOT).contains("in use");
        String problem = taken
                ? " is taken (expected: a free address)"
                : " cannot be listened at (expected: an address of this machine that may be used)";
        return new UncheckedIOException("--proxy-listen: " + address + problem, asIo(cause));
    }

    private static IOException asIo(Throwable cause) {
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
