package dev.hawser.proxy.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.tls.TlsProvider;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A handshake has its time from the connection's beginning, wherever its client stops. */
class HandshakeTimeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EmbeddedChannel server = new EmbeddedChannel();

    private ServerNames names(TlsProvider provider) {
        return new ServerNames(
                TlsSettings.of(provider).withHandshakes(TIMEOUT, 1), ApplicationProtocols.HTTP_1, List::of);
    }

    private static byte[] hello() throws SSLException {
        SslHandler handler = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .build()
                .newHandler(UnpooledByteBufAllocator.DEFAULT, "shop.example", 443);
        EmbeddedChannel client = new EmbeddedChannel(handler);
        ByteBuf hello = client.readOutbound();
        try {
            return ByteBufUtil.getBytes(hello);
        } finally {
            hello.release();
            client.finishAndReleaseAll();
        }
    }

    @BeforeEach
    void freeze() {
        server.freezeTime();
    }

    @AfterEach
    void close() {
        server.finishAndReleaseAll();
    }

    private boolean openAfter(Duration time) {
        server.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        server.runScheduledPendingTasks();
        return server.isOpen();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatStopsBehindItsHelloHasNoMoreTimeThanOthers(TlsProvider provider) throws Exception {
        try (ServerNames names = names(provider)) {
            assertThat(ServerNameHandler.install(server, names, new HandshakeLimit(1)))
                    .isTrue();
            assertThat(openAfter(TIMEOUT.minusSeconds(1))).isTrue();
            server.writeInbound(Unpooled.wrappedBuffer(hello()));
            assertThat(server.pipeline().get(SslHandler.class))
                    .as("the hello was read")
                    .isNotNull();
            assertThat(openAfter(Duration.ofMillis(999))).isTrue();
            assertThat(openAfter(Duration.ofMillis(1))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "6", "100"})
    void aClientThatStopsWithinItsHelloIsCut(int sent) throws Exception {
        try (ServerNames names = names(TlsProvider.BORINGSSL)) {
            assertThat(ServerNameHandler.install(server, names, new HandshakeLimit(1)))
                    .isTrue();
            server.writeInbound(Unpooled.wrappedBuffer(hello(), 0, sent));
            assertThat(openAfter(TIMEOUT.minusNanos(1))).isTrue();
            assertThat(openAfter(Duration.ofNanos(1))).isFalse();
        }
    }
}
