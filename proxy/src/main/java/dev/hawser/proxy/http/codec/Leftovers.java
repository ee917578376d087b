package dev.hawser.proxy.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** What a codec has when it is taken out of a pipeline, because of another protocol or of the end of the connection. */
final class Leftovers {

    private Leftovers() {}

    static void pass(ChannelHandlerContext ctx, Input input, MessageWriter writer) {
        if (ctx.channel().isActive()) {
            writer.release(ctx);
        } else {
            writer.discard();
        }
        ByteBuf rest = input.takeAll();
        if (rest != null) {
            ctx.fireChannelRead(rest);
            ctx.fireChannelReadComplete();
        }
    }
}
