package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests and writes responses. What a client sends behind a request waits, unread, for the response to it, and
 * the socket with it: so a client that sends thousands of requests at once holds no more than one, and what follows a
 * request to switch protocols is in the right hands, whatever the answer is.
 */
// Writes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class DownstreamHandler extends ChannelDuplexHandler {

    private enum Turn {
        /** The client's: a request is awaited or under way. */
        REQUEST,
        /** The response to a request that ended is awaited. */
        RESPONSE,
        /** The request goes on although it was answered. */
        ANSWERED,
        /** Something was refused: nothing more is read. */
        REFUSED
    }

    private final HeadLimits limits;
    private final HeadStore store;
    private final long maxBodyBytes;
    private final Input input = new Input();
    private final MessageWriter writer = new MessageWriter();
    private @Nullable RequestReader reader;
    private Turn turn = Turn.REQUEST;
    private boolean headTold;
    private boolean readSuppressed;

    DownstreamHandler(HeadLimits limits, HeadStore store, long maxBodyBytes) {
        this.limits = limits;
        this.store = store;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        reader = new RequestReader(limits, store, maxBodyBytes, ctx.alloc(), ctx::fireChannelRead);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            ctx.fireChannelRead(message);
        } else if (turn == Turn.REFUSED || !buffer.isReadable()) {
            buffer.release();
        } else {
            input.add(buffer, ctx.alloc());
            readOn(ctx);
        }
    }

    private void readOn(ChannelHandlerContext ctx) {
        RequestReader from = reader;
        if (from == null) {
            return;
        }
        try {
            while (!input.isEmpty() && turn != Turn.RESPONSE) {
                if (from.read(input)) {
                    turn = turn == Turn.ANSWERED ? Turn.REQUEST : Turn.RESPONSE;
                }
            }
        } catch (Refusal refusal) {
            turn = Turn.REFUSED;
            input.release();
            MalformedMessage message = refusal.malformed();
            ctx.fireChannelRead(from.refusedHead() ? message.toHead() : message);
            return;
        }
        boolean inHead = from.inHead();
        if (inHead && !headTold) {
            ctx.fireUserEventTriggered(ReadingEvent.HEAD_BEGUN);
        }
        headTold = inHead;
    }

    /** Keeps the socket from being read while what was read waits. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (turn == Turn.RESPONSE && !input.isEmpty()) {
            readSuppressed = true;
        } else {
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean ended = false;
        switch (message) {
            case ResponseHead head -> writer.head(ctx, head);
            case MessageEnd end -> {
                writer.end(ctx, end);
                ended = true;
            }
            case ByteBuf piece -> writer.body(ctx, piece);
            default -> {
                writer.release(ctx);
                ctx.write(message, promise);
                return;
            }
        }
        if (!promise.isVoid()) {
            writer.release(ctx, promise);
        }
        if (ended) {
            answered(ctx);
        }
    }

    private void answered(ChannelHandlerContext ctx) {
        if (turn == Turn.REQUEST) {
            turn = Turn.ANSWERED;
        } else if (turn == Turn.RESPONSE) {
            turn = Turn.REQUEST;
            readOn(ctx);
            if (readSuppressed && (turn != Turn.RESPONSE || input.isEmpty())) {
                readSuppressed = false;
                ctx.read();
            }
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        writer.release(ctx);
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        writer.discard();
        input.release();
        ctx.fireChannelInactive();
    }

    /** What was not read as HTTP is passed on as it is. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        Leftovers.pass(ctx, input, writer);
        if (readSuppressed && ctx.channel().isActive()) {
            ctx.read();
        }
    }
}
