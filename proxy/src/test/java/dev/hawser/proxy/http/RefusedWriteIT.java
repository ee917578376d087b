package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.http.RawExchange.Message;
import dev.hawser.proxy.http.codec.DownstreamCodec;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.exchange.ClientConnection;
import dev.hawser.proxy.http.exchange.ExchangeObserver;
import dev.hawser.proxy.http.exchange.ExchangeSettings;
import dev.hawser.proxy.http.exchange.Worker;
import dev.hawser.proxy.http.upstream.NameLookup;
import dev.hawser.proxy.http.upstream.UpstreamSettings;
import dev.hawser.proxy.http.upstream.Upstreams;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.TlsProvider;
import dev.hawser.proxy.tls.TrustSettings;
import dev.hawser.testing.NoBufferLeaks;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kept connections whose socket refuses a request: sockets that fail when told so, on a gateway's parts. */
@SuppressWarnings("StringConcatToTextBlock") // lines on the wire end with CR LF
class RefusedWriteIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";

    /** What the next write of a socket does to it. */
    private enum Fault {
        NONE,
        TAKES_NOTHING,
        TAKES_SOME
    }

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Fault> faults = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        assertThat(NoBufferLeaks.found()).as("leaks").isEmpty();
    }

    private final class FailingSocket extends NioSocketChannel {

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
            Fault fault = faults.poll();
            if (fault == Fault.TAKES_SOME) {
                waiting.removeBytes(1);
            }
            if (fault == Fault.TAKES_SOME || fault == Fault.TAKES_NOTHING) {
                throw new IOException("Broken pipe");
            }
            super.doWrite(waiting);
        }
    }

    private InetSocketAddress gatewayTo(ScriptedOrigin origin) {
        EventLoop loop = loops.next();
        NameLookup names = new NameLookup(
                loop,
                () -> {
                    throw new AssertionError("no names are looked up");
                },
                UpstreamSettings.DEFAULT.names(),
                System::nanoTime);
        Bootstrap bootstrap = new Bootstrap().group(loop).channelFactory(FailingSocket::new);
        HeadStore arrays = new HeadStore();
        Worker worker = new Worker(
                new SnapshotHolder(TestGateway.snapshot(origin.endpoint())),
                ExchangeSettings.DEFAULT,
                ExchangeObserver.NONE,
                new Upstreams(
                        UpstreamSettings.DEFAULT,
                        bootstrap,
                        names,
                        HeadLimits.DEFAULT,
                        arrays,
                        new ClientContexts(TlsProvider.JDK, TrustSettings.system())),
                arrays);
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        DownstreamCodec.install(
                                channel.pipeline(), HeadLimits.DEFAULT, arrays, DownstreamCodec.UNLIMITED);
                        channel.pipeline().addLast(new ClientConnection(channel, worker, new ByteCount()));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return (InetSocketAddress) listener.localAddress();
    }

    private ScriptedOrigin origin() {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                seen.add(connection.read());
                connection.send(OK);
            }
        });
    }

    /** The second request on a kept connection, whose socket does something to it. */
    private Message secondAfter(Fault fault, ScriptedOrigin origin, String request) throws Exception {
        try (RawExchange client = RawExchange.connect(gatewayTo(origin))) {
            assertThat(client.send(POST).read().status()).isEqualTo(200);
            seen.take();
            faults.add(fault);
            return client.send(request).read();
        }
    }

    @Test
    void sendsAPostAgainOfWhichNothingWasTaken() throws Exception {
        try (ScriptedOrigin origin = origin()) {
            assertThat(secondAfter(Fault.TAKES_NOTHING, origin, POST).status()).isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo("body");
            assertThat(seen).isEmpty();
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void sendsTheWholeOfItsBodyAgain() throws Exception {
        String body = "x".repeat(20_000);
        try (ScriptedOrigin origin = origin()) {
            String request = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 20000\r\n\r\n" + body;
            assertThat(secondAfter(Fault.TAKES_NOTHING, origin, request).status())
                    .isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo(body);
        }
    }

    @Test
    void doesNotSendAPostAgainOfWhichAnOctetWasTaken() throws Exception {
        try (ScriptedOrigin origin = origin()) {
            assertThat(secondAfter(Fault.TAKES_SOME, origin, POST).status()).isEqualTo(502);
            assertThat(seen).isEmpty();
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsAPutAgainWhateverWasTaken() throws Exception {
        try (ScriptedOrigin origin = origin()) {
            String put = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
            assertThat(secondAfter(Fault.TAKES_SOME, origin, put).status()).isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo("body");
        }
    }
}
