package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.Fields;
import dev.hawser.proxy.http.codec.Framing;
import dev.hawser.proxy.http.codec.MalformedMessage;
import dev.hawser.proxy.http.codec.MalformedMessage.Reason;
import dev.hawser.proxy.http.codec.MessageEnd;
import dev.hawser.proxy.http.codec.ReadingEvent;
import dev.hawser.proxy.http.codec.Refusal;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.codec.ResponseHead;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.http2.BlockReader.Follows;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the request of one stream and writes its responses. What breaks the rules of the version resets the stream; what
 * breaks those of both is told as a {@link MalformedMessage}, which can be answered.
 */
// Writes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class RequestStreamHandler extends ChannelDuplexHandler {

    private static final Logger log = LoggerFactory.getLogger(RequestStreamHandler.class);

    private static final long UNKNOWN = -1;

    private enum Reading {
        HEAD,
        BODY,
        ENDED,
        /** Something was refused: nothing more is read. */
        REFUSED
    }

    private final BlockReader blocks;
    private final long maxBodyBytes;
    private final ByteCount bytes;
    private final StreamWriter writer;
    private Reading reading = Reading.HEAD;
    /** Whether the client said that nothing more comes. */
    private boolean remoteEnded;

    private boolean reset;
    /** Whether the method is HEAD. */
    private boolean toHead;

    private long announced = UNKNOWN;
    private long received;

    /**
     * @param blocks the reader of the connection
     * @param maxBodyBytes how long a request's body may be
     * @param bytes counts what goes through the stream: content, and fields before they are compressed
     */
    public RequestStreamHandler(BlockReader blocks, long maxBodyBytes, ByteCount bytes) {
        this.blocks = blocks;
        this.maxBodyBytes = maxBodyBytes;
        this.bytes = bytes;
        this.writer = new StreamWriter(bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2HeadersFrame frame -> {
                remoteEnded |= frame.isEndStream();
                bytes.receiving(StreamWriter.length(frame.headers()));
                readBlock(ctx, frame.headers(), frame.isEndStream() ? Follows.NOTHING : Follows.SOMETHING);
            }
            case BodyPiece piece -> {
                remoteEnded |= piece.isEndStream();
                readData(ctx, piece.take(), piece.isEndStream());
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void readBlock(ChannelHandlerContext ctx, Http2Headers block, Follows follows) {
        try {
            if (reading == Reading.HEAD) {
                readHead(ctx, block, follows);
            } else if (reading == Reading.BODY) {
                readTrailers(ctx, block, follows);
            }
        } catch (MalformedBlock malformed) {
            reset(ctx, malformed.detail());
        } catch (Refusal refusal) {
            refuse(ctx, refusal.malformed());
        }
    }

    private void readHead(ChannelHandlerContext ctx, Http2Headers block, Follows follows)
            throws MalformedBlock, Refusal {
        CharSequence method = block.method();
        toHead = method != null && AsciiString.contentEquals("HEAD", method);
        RequestHead head = blocks.request(block, follows);
        if (head.framing() instanceof Framing.Length(long length)) {
            announced = length;
            if (length > maxBodyBytes) {
                head.fields().recycle();
                refuseBody(ctx);
                return;
            }
        }
        reading = Reading.BODY;
        ctx.fireChannelRead(head);
        if (follows == Follows.NOTHING) {
            end(ctx, MessageEnd.PLAIN);
        }
    }

    private void readTrailers(ChannelHandlerContext ctx, Http2Headers block, Follows follows)
            throws MalformedBlock, Refusal {
        if (follows != Follows.NOTHING) {
            throw new MalformedBlock("second block does not end the stream");
        }
        checkLength();
        Fields trailers = blocks.trailers(block);
        end(ctx, trailers == null ? MessageEnd.PLAIN : new MessageEnd(trailers));
    }

    private void readData(ChannelHandlerContext ctx, ByteBuf content, boolean last) {
        int length = content.readableBytes();
        bytes.receiving(length);
        received += length;
        if (reading != Reading.BODY) {
            content.release();
            return;
        }
        boolean tooMuch = announced != UNKNOWN && received > announced;
        if (tooMuch || received > maxBodyBytes) {
            content.release();
            if (tooMuch) {
                reset(ctx, "body is longer than content-length");
            } else {
                refuseBody(ctx);
            }
            return;
        }
        if (length > 0) {
            ctx.fireChannelRead(content);
        } else {
            content.release();
        }
        if (last) {
            try {
                checkLength();
                end(ctx, MessageEnd.PLAIN);
            } catch (MalformedBlock malformed) {
                reset(ctx, malformed.detail());
            }
        }
    }

    /** RFC 9113 section 8.1.1. */
    private void checkLength() throws MalformedBlock {
        if (announced != UNKNOWN && received != announced) {
            throw new MalformedBlock("body is shorter than content-length");
        }
    }

    private void end(ChannelHandlerContext ctx, MessageEnd end) {
        reading = Reading.ENDED;
        ctx.fireChannelRead(end);
    }

    private void refuseBody(ChannelHandlerContext ctx) {
        refuse(ctx, new MalformedMessage(Reason.BODY_TOO_LARGE, "body is longer than the limit"));
    }

    private void refuse(ChannelHandlerContext ctx, MalformedMessage message) {
        reading = Reading.REFUSED;
        ctx.fireChannelRead(toHead ? message.toHead() : message);
    }

    private void reset(ChannelHandlerContext ctx, String detail) {
        reading = Reading.REFUSED;
        log.atDebug().addKeyValue("detail", detail).log("Stream is reset");
        ctx.fireUserEventTriggered(ReadingEvent.BROKEN);
        reset(ctx, Http2Error.PROTOCOL_ERROR);
        ctx.flush();
    }

    private void reset(ChannelHandlerContext ctx, Http2Error error) {
        if (!reset) {
            reset = true;
            writer.discard();
            ctx.write(new DefaultHttp2ResetFrame(error));
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        switch (message) {
            case ResponseHead head -> writer.head(ctx, head);
            case MessageEnd end -> writer.end(ctx, end);
            case ByteBuf piece -> writer.body(ctx, piece);
            default -> {
                ctx.write(message, promise);
                return;
            }
        }
        if (!promise.isVoid()) {
            writer.whenWritten(ctx, promise);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        writer.release(ctx);
        ctx.flush();
    }

    /**
     * RFC 9113 section 8.1: a client whose request goes on although it was answered is asked to stop; a response that does
     * not come to its end, or is not taken to it, is cut off so that it shows. Without a reset the codec would keep what
     * is not taken, and the stream, for as long as the connection lasts.
     */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!(remoteEnded && writer.sent())) {
            reset(ctx, writer.sent() ? Http2Error.NO_ERROR : Http2Error.INTERNAL_ERROR);
            ctx.flush();
        }
        ctx.close(promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reset = true;
        writer.discard();
        ctx.fireChannelInactive();
    }

    /**
     * A client takes its request back. Nothing is read any more but what waits, which would keep the stream from closing, and
     * nothing is answered (RFC 9113 section 5.4.2).
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame) {
            reading = Reading.REFUSED;
            reset = true;
            writer.discard();
            ctx.channel().config().setAutoRead(true);
        }
        ctx.fireUserEventTriggered(event);
    }

    /** What breaks the rules of streams, for which the stream is reset. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception broken) {
            log.atDebug().addKeyValue("error", broken.error()).log("Stream is reset");
            ctx.fireUserEventTriggered(ReadingEvent.BROKEN);
            reset = true;
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
