package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/**
 * What streams receive, on its way from Netty's decoder, which has checked states and windows, to their channels. Gathers
 * what waits of a body.
 */
final class StreamInput extends Http2FrameListenerDecorator {

    /** What is known of one stream. */
    private static final class Received {
        /** What waits to be taken; {@code null} when nothing did lately. */
        private @Nullable BodyPiece piece;
    }

    private final Http2Connection connection;
    private final PropertyKey frameStreams;
    private final PropertyKey received;

    /** @param frameStreams where the codec keeps the streams that its frames name */
    StreamInput(
            Http2FrameListener to,
            Http2Connection connection,
            PropertyKey frameStreams) {
        super(to);
        this.connection = connection;
        this.frameStreams = frameStreams;
        this.received = connection.newKey();
    }

    private Received of(Http2Stream stream) {
        Received known = stream.getProperty(received);
        if (known == null) {
            known = new Received();
            stream.setProperty(received, known);
        }
        return known;
    }

    /** @return nothing of it, for it is given back when it is taken */
    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        Http2Stream stream = connection.stream(streamId);
        Received known = of(stream);
        BodyPiece before = known.piece;
        if (before != null && before.waiting()) {
            before.append(data, padding, endOfStream);
            return 0;
        }
        Http2FrameStream to = stream.getProperty(frameStreams);
        BodyPiece piece = new BodyPiece(to, data.retain(), padding, endOfStream);
        known.piece = null;
        ctx.fireChannelRead(piece);
        if (piece.waiting()) {
            piece.settle(ctx.alloc());
            known.piece = piece;
        }
        return 0;
    }
}
