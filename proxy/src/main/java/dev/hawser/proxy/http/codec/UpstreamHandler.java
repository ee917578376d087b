package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/** Writes requests and reads responses. */
// Writes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamHandler extends ChannelDuplexHandler {

    private final HeadLimits limits;
    private final HeadStore store;
    private final Input input = new Input();
    private final MessageWriter writer = new MessageWriter();
    private @Nullable ResponseReader reader;
    private boolean refused;

    UpstreamHandler(HeadLimits limits, HeadStore store) {
        this.limits = limits;
        this.store = store;
    }

    private ResponseReader reader() {
        if (reader == null) {
            throw new IllegalStateException("codec: in no pipeline (expected: to be in one)");
        }
        return reader;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        reader = new ResponseReader(limits, store, ctx.alloc(), ctx::fireChannelRead);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf buffer)) {
            ctx.fireChannelRead(message);
        } else if (refused || !buffer.isReadable()) {
            buffer.release();
        } else {
            input.add(buffer, ctx.alloc());
            readOn(ctx);
        }
    }

    private void readOn(ChannelHandlerContext ctx) {
        try {
            reader().read(input);
        } catch (Refusal refusal) {
            refused = true;
            input.release();
            ctx.fireChannelRead(refusal.malformed());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        switch (message) {
            case RequestHead head -> {
                writer.head(ctx, head);
                reader().expect(head.method());
            }
            case MessageEnd end -> writer.end(ctx, end);
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
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        writer.release(ctx);
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        writer.discard();
        if (!refused) {
            reader().closed();
        }
        ctx.fireChannelInactive();
    }

    /** What was not read as HTTP is passed on as it is. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        Leftovers.pass(ctx, input, writer);
    }
}
