package dev.hawser.proxy.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageConnectionTest {

    private final DeafPeer peer = new DeafPeer();
    private final EmbeddedChannel channel = new EmbeddedChannel(peer);

    @Test
    void closesOnceEverythingIsSent() {
        Connection connection = new Connection(channel);
        channel.pipeline().addLast(connection);
        peer.deaf = false;
        connection.closeAfterFlush();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesWhenThePeerNeverTakesWhatIsLeft() {
        Connection connection = new Connection(channel);
        channel.pipeline().addLast(connection);
        channel.freezeTime();
        connection.write(Unpooled.copiedBuffer(new byte[] {1}));
        connection.closeAfterFlush();
        connection.timer().disarm();
        channel.advanceTimeBy(Farewell.CLOSE_SECONDS - 1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void namesTheErrorBeneathTheCodecWithoutItsMessage() {
        assertThat(MessageConnection.errorName(new DecoderException(new NotSslRecordException("secret"))))
                .isEqualTo("io.netty.handler.ssl.NotSslRecordException");
        assertThat(MessageConnection.errorName(new IllegalStateException("x", new RuntimeException())))
                .isEqualTo("java.lang.IllegalStateException");
    }

    /** Flushes nothing, as when the peer's window is shut. */
    private static final class DeafPeer extends ChannelOutboundHandlerAdapter {

        private boolean deaf = true;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            if (!deaf) {
                ctx.flush();
            }
        }
    }

    private static final class Connection extends MessageConnection {

        Connection(Channel channel) {
            super(channel);
        }

        @Override
        protected void onReadable() {
            discardReceived();
        }

        @Override
        protected void onWritable() {}

        @Override
        protected void onClosed() {}

        @Override
        protected void onTimeout() {}

        @Override
        protected void onError(Throwable cause) {}
    }
}
