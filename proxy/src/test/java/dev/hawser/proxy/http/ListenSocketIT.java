package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the options of sockets arrive at the sockets, as far as a transport has them. */
@ParameterizedClass
@EnumSource(Transport.class)
class ListenSocketIT {

    private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup loops;
    private final List<Socket> clients = new ArrayList<>();

    ListenSocketIT(Transport transport) {
        this.transport = transport;
        assumeTrue(transport.available(), () -> transport + " is not available on this machine");
        loops = new MultiThreadIoEventLoopGroup(1, transport.ioHandlers());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        if (loops != null) {
            loops.shutdownGracefully(20, 5000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    /** A listening socket, and one that it accepted. */
    private Channel[] open(SocketSettings settings) throws Exception {
        InetSocketAddress at = new InetSocketAddress(IPV4, 0);
        BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
        Channel listening = ListenSocket.bootstrap(transport, settings, at)
                .group(loops)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                    }
                })
                .bind(at)
                .sync()
                .channel();
        int port = ((InetSocketAddress) listening.localAddress()).getPort();
        Socket client = new Socket(IPV4, port);
        clients.add(client);
        client.getOutputStream().write(1);
        Channel channel = accepted.poll(20, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        return new Channel[] {listening, channel};
    }

    private static <T> T option(Channel channel, @Nullable ChannelOption<T> option) {
        assertThat(option).isNotNull();
        return channel.config().getOption(option);
    }

    @Test
    void sendsAtOnceAndDoesNotProbe() throws Exception {
        Channel[] channels = open(SocketSettings.DEFAULT);
        assertThat(option(channels[1], ChannelOption.TCP_NODELAY)).isTrue();
        assertThat(option(channels[1], ChannelOption.SO_KEEPALIVE)).isFalse();
        assertThat(option(channels[0], ChannelOption.SO_BACKLOG)).isEqualTo(511);
        if (transport.tcpOptions().mostUnsent() != null) {
            assertThat(option(channels[1], transport.tcpOptions().mostUnsent())).isEqualTo(ListenSocket.MOST_UNSENT);
        }
        if (transport.tcpOptions().deferAccept() != null) {
            assertThat(option(channels[0], transport.tcpOptions().deferAccept()))
                    .isZero();
        }
    }

    @Test
    void probesAsAskedFor() throws Exception {
        Channel accepted = open(SocketSettings.DEFAULT.withProbes(new TcpProbes.On(77, 7, 3)))[1];
        Transport.TcpOptions tcp = transport.tcpOptions();
        assertThat(option(accepted, ChannelOption.SO_KEEPALIVE)).isTrue();
        assertThat(option(accepted, tcp.probeIdle())).isEqualTo(77);
        assertThat(option(accepted, tcp.probeInterval())).isEqualTo(7);
        assertThat(option(accepted, tcp.probeCount())).isEqualTo(3);
    }

    @Test
    void acceptsWhatHasSentSomething() throws Exception {
        assumeTrue(transport.tcpOptions().deferAccept() != null, () -> transport + " cannot");
        Channel listening = open(SocketSettings.DEFAULT.withAccept(SocketSettings.Accept.WITH_DATA))[0];
        assertThat(option(listening, transport.tcpOptions().deferAccept())).isPositive();
    }

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    /** As Kong's chart has it. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:PORT, [::]:PORT", "[::]:PORT deferred, 0.0.0.0:PORT deferred"})
    void listensAtBothVersionsOfOnePort(String listen) throws Exception {
        int port = freePort();
        try (TestGateway gateway = start(listen.replace("PORT", Integer.toString(port)))) {
            assertThat(gateway.address().getPort()).isEqualTo(port);
            for (InetAddress to : List.of(IPV4, IPV6)) {
                try (RawExchange client = RawExchange.connect(new InetSocketAddress(to, port))) {
                    assertThat(client.send(GET).read().status()).isEqualTo(404);
                }
            }
        }
    }

    @Test
    void anAddressOfVersion6TakesOnlyItsOwn() throws Exception {
        assumeTrue(transport.tcpOptions().onlyIpv6() != null, () -> transport + " cannot");
        int port = freePort();
        try (TestGateway _ = start("[::]:" + port);
                RawExchange client = RawExchange.connect(new InetSocketAddress(IPV6, port))) {
            assertThat(client.send(GET).read().status()).isEqualTo(404);
            assertThatThrownBy(() -> RawExchange.connect(new InetSocketAddress(IPV4, port)))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void oneAddressOfVersion6TakesBothWhenAskedTo() throws Exception {
        int port = freePort();
        List<ListenAddress> both = ListenAddress.parseAll("proxy_listen", "[::]:" + port + " ipv6only=off");
        try (TestGateway _ = TestGateway.start(
                        TestGateway.snapshot(_ -> null),
                        settings -> settings.withTransport(transport).withListen(both));
                RawExchange client = RawExchange.connect(new InetSocketAddress(IPV4, port))) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read().status())
                    .isEqualTo(404);
        }
    }

    @Test
    void saysThatAnAddressIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> start(address))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("--proxy-listen: " + address + " is taken (expected: a free address)");
        }
    }

    /** The port could be shared, but must not be. */
    @Test
    void saysThatAnAddressIsAnotherGateways() {
        try (TestGateway first = start("127.0.0.1:0")) {
            String address = "127.0.0.1:" + first.address().getPort();
            assertThatThrownBy(() -> start(address))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("--proxy-listen: " + address + " is taken (expected: a free address)");
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        assertThatThrownBy(() -> start("192.0.2.1:0"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("--proxy-listen: 192.0.2.1:0 cannot be listened at "
                        + "(expected: an address of this machine that may be used)");
    }

    private TestGateway start(String listen) {
        return TestGateway.start(
                TestGateway.snapshot(_ -> null),
                settings -> settings.withTransport(transport)
                        .withEventLoops(2)
                        .withListen(ListenAddress.parseAll("proxy_listen", listen)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
