package dev.hawser.proxy.http;

import dev.hawser.proxy.http.ProtocolHandler.Clue;
import dev.hawser.proxy.http.SocketSettings.IpVersions;
import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.exchange.ClientConnection;
import dev.hawser.proxy.http.exchange.Worker;
import dev.hawser.proxy.http.http2.Http2Limits;
import dev.hawser.proxy.http.proxyprotocol.ProxyProtocolHandler;
import dev.hawser.proxy.http.proxyprotocol.RefusedHeaders;
import dev.hawser.proxy.http.tls.ApplicationProtocols;
import dev.hawser.proxy.http.tls.HandshakeLimit;
import dev.hawser.proxy.http.tls.ServerNameHandler;
import dev.hawser.proxy.http.tls.ServerNames;
import dev.hawser.proxy.runtime.SnapshotHolder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The listening sockets: one for each address and event loop where the transport can share ports, else one. */
final class Listeners {

    private final GatewaySettings settings;
    private final EventLoopGroup loops;
    private final Map<EventLoop, Worker> workers;
    /** Those of the addresses that are secured, by what clients are offered there. */
    private final Map<ApplicationProtocols, ServerNames> serverNames = new EnumMap<>(ApplicationProtocols.class);

    private final RefusedHeaders refusedHeaders = new RefusedHeaders();
    private final HandshakeLimit handshakes;
    private final List<Channel> sockets = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();

    private Listeners(
            GatewaySettings settings, EventLoopGroup loops, Map<EventLoop, Worker> workers, SnapshotHolder snapshots) {
        this.settings = settings;
        this.loops = loops;
        this.workers = workers;
        for (ListenAddress address : settings.listen()) {
            if (address.security() == ListenAddress.Security.TLS) {
                serverNames.computeIfAbsent(
                        offered(address),
                        offered -> new ServerNames(
                                settings.tls(),
                                offered,
                                () -> snapshots.current().config().certificates()));
            }
        }
        this.handshakes = new HandshakeLimit(settings.tls().maxHandshakes());
    }

    private static ApplicationProtocols offered(ListenAddress address) {
        return address.versions() == ListenAddress.Versions.HTTP_1
                ? ApplicationProtocols.HTTP_1
                : ApplicationProtocols.HTTP_2_OR_1;
    }

    /** Opens all of them, or none. */
    static Listeners open(
            GatewaySettings settings, EventLoopGroup loops, Map<EventLoop, Worker> workers, SnapshotHolder snapshots) {
        Listeners listeners = new Listeners(settings, loops, workers, snapshots);
        try {
            settings.listen().forEach(listeners::open);
        } catch (UncheckedIOException e) {
            listeners.close();
            listeners.release();
            throw e;
        }
        return listeners;
    }

    List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    long refusedProxyHeaders() {
        return refusedHeaders.count();
    }

    void close() {
        sockets.forEach(socket -> socket.close().awaitUninterruptibly());
        sockets.clear();
    }

    /** Gives up the contexts of certificates, once no connection is accepted any more. */
    void release() {
        serverNames.values().forEach(ServerNames::close);
    }

    /** 0.0.0.0 and [::] at one port are one socket: Netty opens sockets of version 6, and has 0.0.0.0 mean all of both. */
    private void open(ListenAddress address) {
        ListenAddress other = address.twin();
        int twin = other == null ? -1 : settings.listen().indexOf(other);
        if (twin < 0) {
            addresses.add(openSockets(address));
        } else if (twin < addresses.size()) {
            addresses.add(addresses.get(twin));
        } else {
            addresses.add(openSockets(address.withSocket(address.socket().withVersions(IpVersions.BOTH))));
        }
    }

    private InetSocketAddress openSockets(ListenAddress address) {
        InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
        if (!settings.transport().sharesPorts()) {
            return localAddress(bind(address, wanted, loops));
        }
        try {
            ListenSocket.checkFree(address.socket(), wanted);
        } catch (IOException e) {
            throw failure(address, e);
        }
        for (EventLoop loop : workers.keySet()) {
            wanted = localAddress(bind(address, wanted, loop));
        }
        return wanted;
    }

    private Channel bind(ListenAddress address, InetSocketAddress wanted, EventLoopGroup on) {
        ServerBootstrap bootstrap = ListenSocket.bootstrap(settings.transport(), address.socket(), wanted)
                .group(on)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, address);
                    }
                });
        ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw failure(address, bound.cause());
        }
        sockets.add(bound.channel());
        return bound.channel();
    }

    private void initialize(Channel channel, ListenAddress address) {
        Worker worker = workers.get(channel.eventLoop());
        if (worker == null) {
            throw new IllegalStateException("event loop: a foreign one (expected: one of the gateway's)");
        }
        if (address.preface() == ListenAddress.Preface.PROXY_PROTOCOL) {
            channel.pipeline().addLast(new ProxyProtocolHandler(refusedHeaders));
        }
        ServerNames names = address.security() == ListenAddress.Security.TLS ? serverNames.get(offered(address)) : null;
        if (names != null && !ServerNameHandler.install(channel, names, handshakes)) {
            return;
        }
        if (address.versions() == ListenAddress.Versions.HTTP_1) {
            installHttp1(channel, worker);
            return;
        }
        Clue clue = names != null ? Clue.HANDSHAKE : Clue.FIRST_OCTETS;
        channel.pipeline()
                .addLast(new ProtocolHandler(
                        channel, worker, clue, Http2Limits.DEFAULT, () -> installHttp1(channel, worker)));
    }

    private ClientConnection installHttp1(Channel channel, Worker worker) {
        ByteCount bytes = new ByteCount();
        ClientConnection client = new ClientConnection(channel, worker, bytes);
        channel.pipeline().addLast(bytes);
        DownstreamCodec.install(
                channel.pipeline(),
                settings.exchange().limits(),
                worker.store(),
                settings.exchange().maxBodyBytes());
        channel.pipeline().addLast(client);
        return client;
    }

    private static InetSocketAddress localAddress(Channel socket) {
        return (InetSocketAddress) socket.localAddress();
    }

    private static UncheckedIOException failure(ListenAddress address, Throwable cause) {
        // The kinds of exception differ between transports, the system's words do not.
        boolean taken = cause.getMessage() != null
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
