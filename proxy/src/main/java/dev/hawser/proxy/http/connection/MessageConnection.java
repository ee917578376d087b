package dev.hawser.proxy.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection's pipeline. Messages are polled by whoever handles them, after at most {@value
 * #READS_AT_ONCE} reads of up to 64 KiB each; when some are left over then, reading stops until the last of them is
 * polled. So at most what these reads brought is held.
 *
 * <p>Whoever polls a buffer releases it; {@link #write} takes over what it is given. Belongs to one event loop.
 */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public abstract class MessageConnection extends ChannelInboundHandlerAdapter {

    /** How often a connection is read before its messages are handled. */
    static final int READS_AT_ONCE = 2;

    private static final RecvByteBufAllocator READS =
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_AT_ONCE);

    private final ArrayDeque<Object> received = new ArrayDeque<>(4);
    private final Channel channel;
    private final IdleTimer timer;
    private final Farewell farewell;
    private @Nullable ChannelHandlerContext context;

    private boolean paused;
    /** Reading goes on just now, which a stream of HTTP/2 does before it returns. */
    private boolean resuming;

    private boolean inputEnded;
    private boolean closed;
    private long receivedBytes;
    private long writtenBytes;

    // The timer calls nothing before it is armed, which is after construction.
    @SuppressWarnings("this-escape")
    protected MessageConnection(Channel channel) {
        this.channel = channel;
        channel.config().setRecvByteBufAllocator(READS);
        this.timer = new IdleTimer(channel.eventLoop(), this::onTimeout);
        this.farewell = new Farewell(channel);
    }

    /** Messages may be there to be polled. */
    protected abstract void onReadable();

    /** {@link #writable()} became true. */
    protected abstract void onWritable();

    /** The connection is closed; what was received before can still be polled. Comes once. */
    protected abstract void onClosed();

    /** The peer sends nothing more and still takes something; only after {@link #allowHalfClosure}. */
    protected void onInputEnded() {}

    /** {@link #timer()} expired. */
    protected abstract void onTimeout();

    public final Channel channel() {
        return channel;
    }

    public final IdleTimer timer() {
        return timer;
    }

    public final boolean closed() {
        return closed;
    }

    /**
     * The next message; {@code null} when there is none yet. To be called until then by whoever begins: what comes in the
     * course of it is not told of.
     */
    public final @Nullable Object poll() {
        Object message = received.poll();
        if (paused && received.isEmpty()) {
            paused = false;
            resume();
        }
        return message;
    }

    /** What comes meanwhile is there for the next poll, and is not told of: it must not overtake the message being polled. */
    private void resume() {
        resuming = true;
        try {
            channel.config().setAutoRead(true);
        } finally {
            resuming = false;
        }
    }

    protected final boolean nothingReceived() {
        return received.isEmpty();
    }

    /** Whether little enough waits to be sent that more should be written. */
    public final boolean writable() {
        return channel.isWritable();
    }

    /** How much of bodies came in since the connection was made. */
    public final long receivedBytes() {
        return receivedBytes;
    }

    /** How much of what was written the peer has taken, up to what heads, framing and TLS add. */
    public final long takenBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return writtenBytes - (waiting == null ? waitingInStream() : waiting.totalPendingWriteBytes());
    }

    /** A stream has no buffer of its own and tells of what waits in its connection by how much it may still be given. */
    private long waitingInStream() {
        WriteBufferWaterMark marks = channel.config().getWriteBufferWaterMark();
        return channel.isWritable()
                ? marks.high() + 1 - channel.bytesBeforeUnwritable()
                : marks.low() - 1 + channel.bytesBeforeWritable();
    }

    /** Gives a message to be sent with the next flush. A failure closes the connection. */
    public final void write(Object message) {
        ChannelHandlerContext to = context;
        if (to == null || closed) {
            ReferenceCountUtil.release(message);
        } else {
            if (message instanceof ByteBuf buffer) {
                writtenBytes += buffer.readableBytes();
            }
            to.write(message, channel.voidPromise());
        }
    }

    /** As {@link #write(Object)}; a promise that is given to a closed connection is never kept. */
    protected final void write(Object message, ChannelPromise promise) {
        ChannelHandlerContext to = context;
        if (to == null || closed) {
            ReferenceCountUtil.release(message);
        } else {
            to.write(message, promise);
        }
    }

    public final void flush() {
        channel.flush();
    }

    /** Closes at once; what was not sent is lost. */
    public final void close() {
        channel.close();
    }

    /** Closes once everything written was sent, or the peer has not taken it for {@value Farewell#CLOSE_SECONDS} seconds. */
    public final void closeAfterFlush() {
        if (!closed) {
            farewell.afterFlush();
        }
    }

    /**
     * From here on the peer may end its direction and still receive. Not over TLS, where an end that is not announced is
     * an attack (RFC 8446 section 6.1) and ends all.
     */
    public final void allowHalfClosure() {
        if (halfClosable()) {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** Whether the peer sends nothing more. */
    public final boolean inputEnded() {
        return inputEnded;
    }

    /** Whether one direction can be ended alone. */
    public final boolean halfClosable() {
        return channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null;
    }

    /** Tells the peer, once everything written was sent, that nothing more comes; {@link #halfClosable()} must hold. */
    public final void endOutput() {
        if (channel instanceof DuplexChannel duplex) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> duplex.shutdownOutput());
        }
    }

    /** Closes so that the peer cannot take what it got for all there is. */
    public final void reset() {
        farewell.reset();
    }

    /** Drops what was received and not polled. */
    public final void discardReceived() {
        for (Object message = poll(); message != null; message = poll()) {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf buffer) {
            receivedBytes += buffer.readableBytes();
        }
        received.add(message);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        if (!received.isEmpty() && !resuming) {
            onReadable();
        }
        if (!received.isEmpty() && !paused && !closed) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            onWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            onInputEnded();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        timer.cancel();
        farewell.done();
        onClosed();
    }

    /** Ends of connections show in {@link #onClosed}; anything else is an error in a handler, and ends it too. */
    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            onError(cause);
            channel.close();
        }
    }

    /** A handler of the connection failed; the connection is closed next. */
    protected abstract void onError(Throwable cause);

    /** All of an error that may be logged: the messages of some quote what the peer sent. */
    protected static String errorName(Throwable error) {
        Throwable cause = error instanceof CodecException ? error.getCause() : null;
        return (cause == null ? error : cause).getClass().getName();
    }
}
