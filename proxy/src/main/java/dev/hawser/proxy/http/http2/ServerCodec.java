package dev.hawser.proxy.http.http2;

import dev.hawser.proxy.http.codec.HeadLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a connection with a client: Netty's codec, with its blocks of fields as they came and with limits on what
 * clients send.
 */
public final class ServerCodec extends Http2FrameCodec {

    /** What HPACK adds to each field when it counts (RFC 7541 section 4.1), in bytes. */
    private static final int FIELD_OVERHEAD = 32;

    /** How many times the streams that are allowed a connection may have before it is at fault. */
    private static final int SLACK = 2;

    private final FrameGuard guard;
    private final Runnable tooLarge;

    private ServerCodec(
            Http2ConnectionEncoder encoder,
            Http2ConnectionDecoder decoder,
            Http2Settings settings,
            FrameGuard guard,
            Runnable tooLarge,
            LongSupplier nanoTime) {
        super(encoder, decoder, settings, true, true);
        this.guard = guard;
        this.tooLarge = tooLarge;
        decoder.frameListener(new StreamInput(decoder.frameListener(), connection(), streamKey, guard, nanoTime));
    }

    /**
     * Makes the codec of one connection.
     *
     * @param heads how long the head of a request may be; a block of fields is limited to what all of these allow
     * @param floods hears when the connection is closed because of one
     * @param tooLarge hears of each request whose block of fields is longer than the limit; it is answered with 431
     */
    public static ServerCodec create(
            Http2Limits limits, HeadLimits heads, Consumer<Flood> floods, Runnable tooLarge, LongSupplier nanoTime) {
        FrameGuard guard = new FrameGuard(nanoTime, floods);
        StreamMemory memory = new StreamMemory();
        long listBytes = (long) heads.lineBytes() + heads.fieldsBytes() + (long) heads.fieldCount() * FIELD_OVERHEAD;
        DefaultHttp2Connection connection = new DefaultHttp2Connection(true, 0);
        // Else a client may have as many as it likes until it acknowledges our settings, which it need not do.
        connection.remote().maxActiveStreams(SLACK * limits.streams());
        // One after another, for priorities mean nothing (RFC 9113 section 5.3.2); the encoder would obey them.
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        DefaultHttp2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(
                connection,
                new GuardedWriter(
                        new DefaultHttp2FrameWriter(Http2HeadersEncoder.NEVER_SENSITIVE, true),
                        guard,
                        connection,
                        memory));
        DefaultHttp2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new GuardedReader(
                        new DefaultHttp2FrameReader(ReceivedFields.decoder(listBytes), Flood.CONTINUATIONS.limit()),
                        guard,
                        connection,
                        memory,
                        SLACK * limits.streams()),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false);
        Http2Settings settings = new Http2Settings()
                .maxConcurrentStreams(limits.streams())
                .initialWindowSize(limits.windowBytes())
                .maxFrameSize(limits.frameBytes())
                .maxHeaderListSize(listBytes);
        return new ServerCodec(encoder, decoder, settings, guard, tooLarge, nanoTime);
    }

    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
        tooLarge.run();
        super.handleServerHeaderDecodeSizeError(ctx, stream);
    }

    /**
     * Takes all requests back before their streams close: a stream that nobody reads, and for which something waits, would
     * not be told until somebody does.
     */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        connection().forEachActiveStream(stream -> {
            Http2FrameStream lost = stream.getProperty(streamKey);
            if (lost != null) {
                ctx.fireChannelRead(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(lost));
            }
            return true;
        });
        super.channelInactive(ctx);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error != null && error.error() == Http2Error.ENHANCE_YOUR_CALM && !(error instanceof FloodDetected)) {
            // All that Netty itself limits in our set-up.
            var _ = guard.detected(Flood.CONTINUATIONS);
        }
        super.onConnectionError(ctx, outbound, cause, error);
    }
}
