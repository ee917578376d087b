package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.Refusal;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.http2.BlockReader.Follows;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2NoMoreStreamIdsException;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes one request as the frames of a stream and reads its response. The last piece of a body that was written is held
 * back until the next flush, for it may end the stream.
 */
// Writes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class UpstreamStreamHandler extends ChannelDuplexHandler {

    /** How many interim responses may come before a final one; as with HTTP/1.1. */
    static final int MAX_INTERIM = 100;

    private static final long UNKNOWN = -1;

    private enum State {
        HEAD,
        BODY,
        ENDED
    }

    private final CharSequence scheme;
    private final BlockReader blocks;
    private State state = State.HEAD;
    private String method = "";
    private int interim;
    /** What is left of a response whose length was announced. */
    private long bodyLeft = UNKNOWN;

    private boolean requestEnded;
    /** The end was written and is still held back, by flow control perhaps. */
    private boolean endUnderWay;

    private @Nullable ByteBuf held;

    /**
     * @param scheme {@code http} or {@code https}
     * @param blocks those of the connection
     */
    public UpstreamStreamHandler(CharSequence scheme, BlockReader blocks) {
        this.scheme = scheme;
        this.blocks = blocks;
    }

    // The request

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        switch (message) {
            case RequestHead head -> {
                method = head.method();
                requestEnded = head.framing() instanceof Framing.None;
                ctx.write(new DefaultHttp2HeadersFrame(Blocks.of(head, scheme), requestEnded), promise);
            }
            case ByteBuf piece -> {
                hold(ctx, piece);
                if (!promise.isVoid()) {
                    promise.setSuccess();
                }
            }
            case MessageEnd end -> end(ctx, end, promise);
            default -> ctx.write(message, promise);
        }
    }

    private void hold(ChannelHandlerContext ctx, ByteBuf piece) {
        if (requestEnded || !piece.isReadable()) {
            piece.release();
            return;
        }
        writeHeld(ctx);
        held = piece;
    }

    private void writeHeld(ChannelHandlerContext ctx) {
        ByteBuf piece = held;
        held = null;
        if (piece != null) {
            ctx.write(new DefaultHttp2DataFrame(piece), ctx.voidPromise());
        }
    }

    private void end(ChannelHandlerContext ctx, MessageEnd end, ChannelPromise promise) {
        if (requestEnded) {
            return;
        }
        requestEnded = true;
        endUnderWay = true;
        ChannelPromise written = promise.unvoid();
        // If it fails, the stream or its connection is closed already.
        written.addListener(_ -> endUnderWay = false);
        Fields trailers = end.trailers();
        if (trailers != null) {
            writeHeld(ctx);
            ctx.write(new DefaultHttp2HeadersFrame(Blocks.ofTrailers(trailers), true), written);
            return;
        }
        ByteBuf last = held;
        held = null;
        ctx.write(last == null ? new DefaultHttp2DataFrame(true) : new DefaultHttp2DataFrame(last, true), written);
    }

    /** Netty takes the end for sent once it was written, and would leave the stream as it is: half open, and counted. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (endUnderWay) {
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }
        ctx.close(promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        writeHeld(ctx);
        ctx.flush();
    }

    // The response

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (state == State.ENDED) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case Http2HeadersFrame frame -> readBlock(ctx, frame);
            case Http2DataFrame frame -> readData(ctx, frame);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void readBlock(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        try {
            if (state == State.BODY) {
                readTrailers(ctx, frame);
            } else {
                readHead(ctx, frame);
            }
        } catch (MalformedBlock e) {
            refuse(ctx, new MalformedMessage(Reason.SYNTAX, e.detail()));
        } catch (Refusal refusal) {
            refuse(ctx, refusal.malformed());
        }
    }

    private void readHead(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws MalformedBlock, Refusal {
        Follows follows = frame.isEndStream() ? Follows.NOTHING : Follows.SOMETHING;
        ResponseHead head = withReason(blocks.response(frame.headers(), follows, method));
        if (head.interim()) {
            if (++interim > MAX_INTERIM) {
                throw new MalformedBlock("interim responses are more than the limit");
            }
            ctx.fireChannelRead(head);
            return;
        }
        bodyLeft = switch (head.framing()) {
            case Framing.None _ -> 0;
            case Framing.Length(long bytes) -> bytes;
            case Framing.Chunked _, Framing.UntilClose _ -> UNKNOWN;
        };
        state = State.BODY;
        ctx.fireChannelRead(head);
        if (frame.isEndStream()) {
            readEnd(ctx, MessageEnd.PLAIN);
        }
    }

    /** HTTP/2 has no reasons, and clients of HTTP/1.1 may show one. */
    private static ResponseHead withReason(ResponseHead head) {
        return new ResponseHead(
                head.status(), ResponseHead.reasonOf(head.status()), head.version(), head.fields(), head.framing());
    }

    private void readTrailers(ChannelHandlerContext ctx, Http2HeadersFrame frame) throws MalformedBlock, Refusal {
        if (!frame.isEndStream()) {
            throw new MalformedBlock("second head");
        }
        if (bodyLeft > 0) {
            throw new MalformedBlock("body is shorter than announced");
        }
        Fields trailers = blocks.trailers(frame.headers());
        readEnd(ctx, trailers == null ? MessageEnd.PLAIN : new MessageEnd(trailers));
    }

    private void readData(ChannelHandlerContext ctx, Http2DataFrame frame) {
        ByteBuf piece = frame.content();
        int length = piece.readableBytes();
        String offence = offence(length, frame.isEndStream());
        if (offence != null) {
            piece.release();
            refuse(ctx, new MalformedMessage(Reason.SYNTAX, offence));
            return;
        }
        if (length > 0) {
            ctx.fireChannelRead(piece);
        } else {
            piece.release();
        }
        if (frame.isEndStream()) {
            readEnd(ctx, MessageEnd.PLAIN);
        }
    }

    private @Nullable String offence(int length, boolean last) {
        if (state == State.HEAD) {
            return "body without a head";
        }
        if (bodyLeft == UNKNOWN) {
            return null;
        }
        bodyLeft -= length;
        if (bodyLeft < 0) {
            return "body is longer than announced";
        }
        return last && bodyLeft > 0 ? "body is shorter than announced" : null;
    }

    private void readEnd(ChannelHandlerContext ctx, MessageEnd end) {
        state = State.ENDED;
        ctx.fireChannelRead(end);
    }

    private void refuse(ChannelHandlerContext ctx, MalformedMessage offence) {
        state = State.ENDED;
        ctx.fireChannelRead(offence);
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
    }

    // The stream

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case Http2ResetFrame reset -> {
                if (reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
                    ctx.fireUserEventTriggered(StreamRefused.EVENT);
                }
            }
            case Http2GoAwayFrame away -> {
                away.release();
                ctx.fireUserEventTriggered(StreamRefused.EVENT);
            }
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /** Netty's codec finds some offences itself, and cannot open a stream that the endpoint would not take any more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof Http2Exception error)) {
            ctx.fireExceptionCaught(cause);
        } else if (error.error() == Http2Error.REFUSED_STREAM || error instanceof Http2NoMoreStreamIdsException) {
            ctx.fireUserEventTriggered(StreamRefused.EVENT);
            ctx.close();
        } else if (state != State.ENDED) {
            refuse(ctx, new MalformedMessage(Reason.SYNTAX, "frames break the rules of HTTP/2"));
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
