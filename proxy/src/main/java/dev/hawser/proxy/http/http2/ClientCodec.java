package dev.hawser.proxy.http.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a connection with an endpoint: Netty's codec, but what cannot be written does not keep it from reading
 * what the endpoint said before. The last handler of the connection hears {@link WriteFailed}.
 */
public final class ClientCodec extends Http2FrameCodec {

    private ClientCodec(Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings) {
        super(encoder, decoder, settings, false, true);
    }

    /** Makes the codec of one connection, which begins to speak when it is added to a connected channel. */
    public static Http2FrameCodec create(Http2Settings settings) {
        return new Builder()
                .initialSettings(settings)
                .headerSensitivityDetector(Blocks.SECRETS)
                .build();
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (outbound && error == null && cause instanceof IOException) {
            ctx.fireUserEventTriggered(WriteFailed.EVENT);
        } else {
            super.onConnectionError(ctx, outbound, cause, error);
        }
    }

    private static final class Builder extends Http2FrameCodecBuilder {

        Builder() {
            server(false);
            gracefulShutdownTimeoutMillis(0);
        }

        @Override
        protected Http2FrameCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
            ClientCodec codec = new ClientCodec(encoder, decoder, initialSettings);
            codec.gracefulShutdownTimeoutMillis(gracefulShutdownTimeoutMillis());
            return codec;
        }
    }
}
