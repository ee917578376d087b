package dev.hawser.proxy.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.ProtocolVersion;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.tls.EndpointTls;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of whether a request left. */
class Http1ConnectionTest {

    private final Socket socket = new Socket();
    private final AtomicInteger departures = new AtomicInteger();

    private Http1Connection connection(UpstreamTls tls) {
        EmbeddedChannel channel = new EmbeddedChannel(socket);
        UpstreamPool pool = new UpstreamPool(
                KeepAliveSettings.DEFAULT,
                new Departures(
                        Duration.ZERO,
                        new NameLookup(
                                ImmediateEventExecutor.INSTANCE,
                                () -> {
                                    throw new AssertionError("no names are looked up");
                                },
                                NameSettings.DEFAULT,
                                () -> 0)),
                () -> 0);
        Http1Connection connection = new Http1Connection(
                channel, new Endpoint(new UUID(0, 1), "10.0.0.1", 80), InetAddress.getLoopbackAddress(), tls, pool);
        channel.pipeline().addLast(connection);
        connection.attach(new RecordingUser());
        return connection;
    }

    private static RequestHead head() {
        return new RequestHead("POST", "/", ProtocolVersion.HTTP_1_1, Fields.create(), Framing.NONE);
    }

    private Http1Connection writing(UpstreamTls tls) {
        Http1Connection connection = connection(tls);
        connection.writeWatched(head(), departures::incrementAndGet);
        return connection;
    }

    private ChannelPromise promise() {
        ChannelPromise written = socket.promise;
        return Objects.requireNonNull(written, "a write");
    }

    @Test
    void nothingIsSentWhenTheOperatingSystemTookNothing() {
        Http1Connection connection = writing(UpstreamTls.NONE);
        assertThat(connection.unprocessed()).isFalse();
        var _ = promise().setFailure(new ChannelOutputShutdownException("shut down", new IOException("Broken pipe")));
        assertThat(connection.unprocessed()).isTrue();
        assertThat(departures).hasValue(0);
    }

    @Test
    void somethingIsSentWhenItWasTaken() {
        Http1Connection connection = writing(UpstreamTls.NONE);
        var _ = promise().setSuccess();
        assertThat(connection.unprocessed()).isFalse();
        assertThat(departures).hasValue(1);
    }

    @Test
    void somethingIsSentWhenAPartOfItWasTaken() {
        Http1Connection connection = writing(UpstreamTls.NONE);
        var _ = ((ChannelProgressivePromise) promise()).setProgress(1, 100);
        var _ = promise().setFailure(new ChannelOutputShutdownException("shut down", new IOException("Broken pipe")));
        assertThat(connection.unprocessed()).isFalse();
        assertThat(departures).hasValue(1);
    }

    /** With io_uring a write may be under way when the connection is closed. */
    @Test
    void somethingMayBeSentWhenTheConnectionClosed() {
        Http1Connection connection = writing(UpstreamTls.NONE);
        var _ = promise().setFailure(new ClosedChannelException());
        assertThat(connection.unprocessed()).isFalse();
        assertThat(departures).hasValue(1);
    }

    @Test
    void nothingIsKnownOfWhatTlsSent() {
        Http1Connection connection = writing(new UpstreamTls.Secured("h", EndpointTls.UNVERIFIED));
        var _ = promise().setFailure(new ChannelOutputShutdownException("shut down", new IOException("Broken pipe")));
        assertThat(connection.unprocessed()).isFalse();
    }

    @Test
    void nothingIsSentOnAClosedConnection() {
        Http1Connection connection = connection(UpstreamTls.NONE);
        connection.close();
        connection.writeWatched(head(), departures::incrementAndGet);
        assertThat(connection.unprocessed()).isTrue();
        assertThat(departures).hasValue(0);
    }

    @Test
    void theNextUseKnowsNothingOfTheLast() {
        Http1Connection connection = writing(UpstreamTls.NONE);
        var _ = promise().setFailure(new ChannelOutputShutdownException("shut down", new IOException("Broken pipe")));
        connection.attach(new RecordingUser());
        assertThat(connection.unprocessed()).isFalse();
    }

    /** Lets the test say what becomes of a write. */
    private static final class Socket extends ChannelOutboundHandlerAdapter {

        private @Nullable ChannelPromise promise;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise to) {
            ReferenceCountUtil.release(message);
            promise = to;
        }
    }
}
