package dev.hawser.proxy.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Counts what a connection receives and sends, in octets, where it stands in the pipeline: between TLS and HTTP it counts
 * what HTTP consists of. What is given to be sent counts as sent.
 *
 * <p>The numbers are those of one exchange after another: they count from the end of the last one. Octets that came ahead
 * of their turn, since a client does not wait for responses, are those of the exchange before. Belongs to one event loop.
 */
public final class ByteCount extends ChannelDuplexHandler {

    private long received;
    private long sent;
    private long body;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf octets) {
            received += octets.readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    // Writes report failures through the pipeline, not through their futures.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf octets) {
            sent += octets.readableBytes();
        }
        ctx.write(message, promise);
    }

    /** So many octets came in by another way than the pipeline. */
    public void receiving(long bytes) {
        received += bytes;
    }

    /** So many octets go out by another way than the pipeline. */
    public void sending(long bytes) {
        sent += bytes;
    }

    /** Some of what is sent is the content of a response. */
    public void sendingBody(long bytes) {
        body += bytes;
    }

    /** How much was received, in octets. */
    public long received() {
        return received;
    }

    /** How much was sent, in octets: heads, bodies and what frames them. */
    public long sent() {
        return sent;
    }

    /** How much of that was the content of responses, without what frames chunks. */
    public long body() {
        return body;
    }

    /** Begins anew with nothing: what follows is the next exchange's. */
    public void restart() {
        received = 0;
        sent = 0;
        body = 0;
    }
}
