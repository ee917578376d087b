package dev.hawser.proxy.http.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a connection is closed that may have something left to be sent. Belongs to its event loop. */
// Closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Farewell {

    /** How long a peer may take what is left to be sent, in seconds. */
    public static final int CLOSE_SECONDS = 30;

    private final Channel channel;
    /** Closes at last; its own, for whoever uses the connection may set other timers as it likes. */
    private @Nullable Future<?> deadline;

    public Farewell(Channel channel) {
        this.channel = channel;
    }

    /** Closes once everything written was sent, or the peer has not taken it for {@value #CLOSE_SECONDS} seconds. */
    public void afterFlush() {
        if (deadline == null) {
            deadline = channel.eventLoop().schedule(this::reset, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes so that the peer cannot take what it got for all there is (RFC 9112 section 8), and the system drops what it
     * holds for a peer that takes nothing.
     */
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** To be called when the connection is closed. */
    public void done() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
