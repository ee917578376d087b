package dev.hawser.proxy.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.TlsProvider;
import dev.hawser.proxy.tls.TrustSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for a stream of a connection that is being made, by a clock that the test sets. */
class Http2SourceIT {

    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** SETTINGS that allow one stream at once. */
    private static final byte[] ONE_STREAM = HexFormat.of().parseHex("000006040000000000" + "000300000001");

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private Http2Source source(EventLoop loop) {
        NameLookup names = new NameLookup(
                loop,
                () -> {
                    throw new AssertionError("no names are looked up");
                },
                NameSettings.DEFAULT,
                System::nanoTime);
        return new Http2Source(
                KeepAliveSettings.DEFAULT,
                new Dialer(
                        new Bootstrap().group(loop).channel(NioSocketChannel.class),
                        names,
                        new ClientContexts(TlsProvider.JDK, TrustSettings.system())),
                new Departures(Duration.ZERO, names),
                HeadLimits.DEFAULT,
                new HeadStore(),
                nanos::get);
    }

    private ConnectListener listener(String name) {
        return new ConnectListener() {
            @Override
            public void connected(UpstreamConnection connection) {
                heard.add(name + " connected");
            }

            @Override
            public void notConnected(Endpoint endpoint, ConnectFailure failure, Throwable cause) {
                heard.add(name + " " + failure);
            }
        };
    }

    private String heard() throws InterruptedException {
        String next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("what a listener heard").isNotNull();
        return next;
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Else each connection that has no stream for it would give it the whole time again. */
    @Test
    void theTimeToConnectIsCountedFromTheFirstConnectionThatIsWaitedFor() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
            EventLoop loop = loops.next();
            Http2Source source = source(loop);
            loop.submit(() -> {
                        source.connect(endpoint, UpstreamTls.NONE, TIMEOUT, listener("first"));
                        source.connect(endpoint, UpstreamTls.NONE, TIMEOUT, listener("second"));
                    })
                    .sync();
            try (Socket connection = listener.accept()) {
                nanos.addAndGet(TIMEOUT.toNanos());
                connection.getOutputStream().write(ONE_STREAM);
                assertThat(heard()).isEqualTo("first connected");
                assertThat(heard()).isEqualTo("second TIMED_OUT");
            }
        }
    }

    @Test
    void asManyWaitForAConnectionAsTheLatestOneTookStreams() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
            EventLoop loop = loops.next();
            Http2Source source = source(loop);
            loop.submit(() -> {
                        for (int i = 1; i <= 3; i++) {
                            source.connect(endpoint, UpstreamTls.NONE, TIMEOUT, listener("each"));
                        }
                    })
                    .sync();
            try (Socket first = listener.accept()) {
                first.getOutputStream().write(ONE_STREAM);
                assertThat(heard()).isEqualTo("each connected");
                // Both are made before either has greeted.
                try (Socket second = listener.accept();
                        Socket third = listener.accept()) {
                    second.getOutputStream().write(ONE_STREAM);
                    third.getOutputStream().write(ONE_STREAM);
                    assertThat(heard()).isEqualTo("each connected");
                    assertThat(heard()).isEqualTo("each connected");
                }
            }
        }
    }
}
