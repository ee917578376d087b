package dev.hawser.proxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Sets the options of listening sockets and of the connections that they accept, on purpose: docs/http.md says which. */
final class ListenSocket {

    /**
     * How long the system holds back a connection that sends nothing, in seconds: as nginx does, for it cannot be told how
     * long one was held back.
     */
    private static final int DEFER_SECONDS = 1;

    /**
     * How much the system takes of what cannot be sent yet, in bytes: {@value}. It would take megabytes for each client that
     * does not read, and has some hundreds of them at most for all connections of the machine (net.ipv4.tcp_mem).
     */
    static final long MOST_UNSENT = 128 * 1024;

    private ListenSocket() {}

    /**
     * A bootstrap that has all options.
     *
     * @param at where it is going to listen
     */
    static ServerBootstrap bootstrap(Transport transport, SocketSettings settings, InetSocketAddress at) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true);
        if (transport.sharesPorts()) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        Transport.TcpOptions tcp = transport.tcpOptions();
        if (tcp.mostUnsent() != null) {
            bootstrap.childOption(tcp.mostUnsent(), MOST_UNSENT);
        }
        ChannelOption<Integer> onlyIpv6 = tcp.onlyIpv6();
        if (onlyIpv6 != null && onlyIpv6(settings, at)) {
            bootstrap.option(onlyIpv6, 1);
        }
        ChannelOption<Integer> deferAccept = tcp.deferAccept();
        if (deferAccept != null && settings.accept() == SocketSettings.Accept.WITH_DATA) {
            bootstrap.option(deferAccept, DEFER_SECONDS);
        }
        probe(bootstrap, tcp, settings.probes());
        return bootstrap;
    }

    private static boolean onlyIpv6(SocketSettings settings, InetSocketAddress at) {
        return settings.versions() == SocketSettings.IpVersions.ONE && at.getAddress() instanceof Inet6Address;
    }

    /**
     * Fails when somebody else listens at an address: sockets that share ports would share them with another gateway too. For
     * transports that share ports.
     *
     * @throws IOException if it cannot be listened at by one who does not share
     */
    static void checkFree(SocketSettings settings, InetSocketAddress at) throws IOException {
        Socket socket = Socket.newSocketStream();
        try {
            socket.setReuseAddress(true);
            if (onlyIpv6(settings, at)) {
                socket.setIntOpt(Transport.IPPROTO_IPV6, Transport.IPV6_V6ONLY, 1);
            }
            socket.bind(at);
        } finally {
            socket.close();
        }
    }

    private static void probe(ServerBootstrap bootstrap, Transport.TcpOptions tcp, TcpProbes probes) {
        switch (probes) {
            case TcpProbes.Unset _ -> {}
            case TcpProbes.Off _ -> bootstrap.childOption(ChannelOption.SO_KEEPALIVE, false);
            case TcpProbes.On on -> {
                bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
                if (on.idleSeconds() != null) {
                    bootstrap.childOption(tcp.probeIdle(), on.idleSeconds());
                }
                if (on.intervalSeconds() != null) {
                    bootstrap.childOption(tcp.probeInterval(), on.intervalSeconds());
                }
                if (on.count() != null) {
                    bootstrap.childOption(tcp.probeCount(), on.count());
                }
            }
        }
    }
}
