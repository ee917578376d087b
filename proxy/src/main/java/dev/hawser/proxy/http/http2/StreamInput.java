package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What streams receive, on its way from Netty's decoder, which has checked states and windows, to their channels. Gathers
 * what waits of a body, and tells requests that are taken back at once from others.
 */
final class StreamInput extends Http2FrameListenerDecorator {

    /** A request that goes on for longer is not taken back at once; as Envoy has it. */
    private static final long RAPID_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is known of one stream. */
    private static final class Received {
        private final long openedNanos;
        /** What waits to be taken; {@code null} when nothing did lately. */
        private @Nullable BodyPiece piece;

        Received(long openedNanos) {
            this.openedNanos = openedNanos;
        }
    }

    private final Http2Connection connection;
    private final PropertyKey frameStreams;
    private final PropertyKey received;
    private final FrameGuard guard;
    private final LongSupplier nanoTime;

    /** @param frameStreams where the codec keeps the streams that its frames name */
    StreamInput(
            Http2FrameListener to,
            Http2Connection connection,
            PropertyKey frameStreams,
            FrameGuard guard,
            LongSupplier nanoTime) {
        super(to);
        this.connection = connection;
        this.frameStreams = frameStreams;
        this.received = connection.newKey();
        this.guard = guard;
        this.nanoTime = nanoTime;
    }

    private Received of(Http2Stream stream) {
        Received known = stream.getProperty(received);
        if (known == null) {
            known = new Received(nanoTime.getAsLong());
            stream.setProperty(received, known);
        }
        return known;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream)
            throws Http2Exception {
        of(connection.stream(streamId));
        super.onHeadersRead(ctx, streamId, headers, streamDependency, weight, exclusive, padding, endStream);
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
        if (piece.small()) {
            piece.settle(ctx.alloc());
        }
        ctx.fireChannelRead(piece);
        if (piece.waiting()) {
            piece.settle(ctx.alloc());
            known.piece = piece;
        }
        return 0;
    }

    /** A client may have enough of a response, or have waited in vain; an attack does neither. */
    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        if (!stream.isHeadersSent() && nanoTime.getAsLong() - of(stream).openedNanos < RAPID_NANOS) {
            guard.count(Flood.CLIENT_RESETS);
        }
        super.onRstStreamRead(ctx, streamId, errorCode);
    }
}
