package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.connection.ByteCount;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses as frames. The last part that was written is held back until the next one or a flush, so that the frame
 * that carries it can end the stream.
 */
// Writes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamWriter {

    private final ByteCount bytes;
    private @Nullable Http2Headers heldBlock;
    private @Nullable ByteBuf heldPiece;
    private Framing framing = Framing.NONE;
    /** The frame that ended the stream; {@code null} before. */
    private @Nullable ChannelFuture last;

    StreamWriter(ByteCount bytes) {
        this.bytes = bytes;
    }

    /** About how much a block takes, before it is compressed. */
    static int length(Http2Headers block) {
        int length = 0;
        for (Map.Entry<CharSequence, CharSequence> field : block) {
            length += field.getKey().length() + field.getValue().length() + 2;
        }
        return length;
    }

    /** Whether the stream was ended, though what ends it may wait for the client to make room. */
    private boolean ended() {
        return last != null;
    }

    /** Whether the stream was ended and all of it is sent. */
    boolean sent() {
        return last != null && last.isSuccess();
    }

    void head(ChannelHandlerContext ctx, ResponseHead head) {
        release(ctx);
        Http2Headers block = Blocks.of(head);
        bytes.sending(length(block));
        if (head.interim()) {
            ctx.write(new DefaultHttp2HeadersFrame(block), ctx.voidPromise());
        } else {
            framing = head.framing();
            heldBlock = block;
        }
    }

    /** Takes over a piece of the body; of a response that has none it is dropped. */
    void body(ChannelHandlerContext ctx, ByteBuf piece) {
        if (!piece.isReadable() || framing instanceof Framing.None || ended()) {
            piece.release();
            return;
        }
        release(ctx);
        bytes.sending(piece.readableBytes());
        heldPiece = piece;
    }

    void end(ChannelHandlerContext ctx, MessageEnd end) {
        Fields trailers = end.trailers();
        if (ended()) {
            return;
        }
        ChannelPromise promise = ctx.newPromise();
        last = promise;
        if (trailers != null) {
            release(ctx);
            Http2Headers block = Blocks.ofTrailers(trailers);
            bytes.sending(length(block));
            ctx.write(new DefaultHttp2HeadersFrame(block, true), promise);
        } else if (heldBlock != null) {
            ctx.write(new DefaultHttp2HeadersFrame(heldBlock, true), promise);
        } else if (heldPiece != null) {
            ctx.write(new DefaultHttp2DataFrame(heldPiece, true), promise);
        } else {
            ctx.write(new DefaultHttp2DataFrame(true), promise);
        }
        heldBlock = null;
        heldPiece = null;
    }

    /** Writes what is held. */
    void release(ChannelHandlerContext ctx) {
        Http2Headers block = heldBlock;
        ByteBuf piece = heldPiece;
        heldBlock = null;
        heldPiece = null;
        if (block != null) {
            ctx.write(new DefaultHttp2HeadersFrame(block), ctx.voidPromise());
        } else if (piece != null) {
            ctx.write(new DefaultHttp2DataFrame(piece), ctx.voidPromise());
        }
    }

    /** Keeps a promise once the stream was ended and all of it is sent; at once when it was not ended. */
    void whenWritten(ChannelHandlerContext ctx, ChannelPromise promise) {
        release(ctx);
        ChannelFuture end = last;
        if (end == null) {
            promise.trySuccess();
        } else {
            end.addListener(_ -> promise.trySuccess());
        }
    }

    /** Drops what is held. */
    void discard() {
        heldBlock = null;
        if (heldPiece != null) {
            heldPiece.release();
            heldPiece = null;
        }
    }
}
