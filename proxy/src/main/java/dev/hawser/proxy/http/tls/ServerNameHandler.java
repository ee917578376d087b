package dev.hawser.proxy.http.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for the server name that a client asks for, and puts the handler of its certificate in its own place. */
public final class ServerNameHandler extends AbstractSniHandler<SslHandler> {

    /** Longer than any hello with many extensions and post-quantum key shares. */
    private static final int MAX_HELLO_BYTES = 64 * 1024;

    private final ServerNames names;
    private final HandshakeLimit limit;
    private final long beganNanos;
    private boolean counted;

    private ServerNameHandler(ServerNames names, HandshakeLimit limit, long nowNanos) {
        super(MAX_HELLO_BYTES, names.settings().handshakeTimeout().toMillis());
        this.beganNanos = nowNanos;
        this.names = names;
        this.limit = limit;
    }

    /**
     * Secures a connection that was just accepted.
     *
     * @return whether it was; one beyond the limit of handshakes is closed
     */
    public static boolean install(Channel channel, ServerNames names, HandshakeLimit limit) {
        if (!limit.begin()) {
            var _ = channel.close();
            return false;
        }
        ServerNameHandler handler =
                new ServerNameHandler(names, limit, channel.eventLoop().ticker().nanoTime());
        handler.counted = true;
        channel.pipeline().addLast(handler);
        channel.closeFuture().addListener(_ -> handler.over());
        return true;
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext context, @Nullable String serverName) {
        return context.executor().newSucceededFuture(names.handler(serverName, context.alloc()));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, @Nullable String serverName, Future<SslHandler> handler) {
        SslHandler secured = handler.getNow();
        ChannelPipeline pipeline = context.pipeline();
        if (context.isRemoved()) {
            ReferenceCountUtil.release(secured.engine());
            return;
        }
        // The hello has taken its part of the time; 0 would mean for ever.
        long takenNanos = context.executor().ticker().nanoTime() - beganNanos;
        Duration left = names.settings().handshakeTimeout().minusNanos(takenNanos);
        secured.setHandshakeTimeoutMillis(Math.max(1, left.toMillis()));
        secured.handshakeFuture().addListener(_ -> over());
        pipeline.replace(this, SslHandler.class.getName(), secured);
    }

    private void over() {
        if (counted) {
            counted = false;
            limit.end();
        }
    }
}
