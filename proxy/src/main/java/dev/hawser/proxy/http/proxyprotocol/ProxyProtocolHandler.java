package dev.hawser.proxy.http.proxyprotocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a connection that must begin with a PROXY header: takes it off, tells it as an event, and is gone.
 * Without one the connection is closed. How long the header may take is for somebody else to watch.
 */
// Closing reports failures through the pipeline, not through its future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ProxyProtocolHandler extends ChannelInboundHandlerAdapter {

    private final RefusedHeaders refused;
    private @Nullable ByteBuf begin;
    private boolean closed;

    public ProxyProtocolHandler(RefusedHeaders refused) {
        this.refused = refused;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closed || !(message instanceof ByteBuf piece)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf all = begin == null ? piece : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), begin, piece);
        begin = all;
        try {
            ProxyHeader header = ProxyHeaderReader.read(all);
            if (header != null) {
                begin = null;
                goOn(ctx, header, all);
            }
        } catch (MalformedProxyHeader e) {
            refuse(ctx, e.problem());
        }
    }

    private void goOn(ChannelHandlerContext ctx, ProxyHeader header, ByteBuf rest) {
        ctx.pipeline().remove(this);
        ctx.fireUserEventTriggered(header);
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
    }

    private void refuse(ChannelHandlerContext ctx, String problem) {
        closed = true;
        refused.add(ctx.channel().remoteAddress(), problem);
        release();
        ctx.close();
    }

    /** A load balancer that looks whether the port is open sends nothing; that is no offence. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (begin != null) {
            refused.add(ctx.channel().remoteAddress(), "a header that is cut off");
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    private void release() {
        if (begin != null) {
            begin.release();
            begin = null;
        }
    }
}
