package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.http.codec.HeadLimits;
import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.http2.BlockReader;
import dev.hawser.proxy.http.http2.ClientCodec;
import dev.hawser.proxy.http.http2.FlushPolicy;
import dev.hawser.proxy.http.http2.UpstreamStreamHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import org.jspecify.annotations.Nullable;

/** Makes the pipelines of connections that speak HTTP/2, and of their streams. Belongs to one event loop. */
final class Http2Streams {

    /** How many streams a connection carries at once, when the endpoint allows for as many: {@value}. */
    static final int MAX = 100;

    /**
     * How much an endpoint sends of one response that the client does not take, in bytes: {@value}; as much as is held of
     * a response of HTTP/1.1.
     */
    static final int WINDOW_BYTES = 128 * 1024;

    /** What all streams together may have been sent, so that those whose clients are slow never hold up the others. */
    private static final int CONNECTION_WINDOW_BYTES = MAX * WINDOW_BYTES;

    /** What Netty counts for a field beside its name and its value (RFC 9113 section 6.5.2), in octets. */
    private static final int FIELD_OCTETS = 32;

    private final HeadLimits limits;
    private final BlockReader blocks;

    Http2Streams(HeadLimits limits, HeadStore store) {
        this.limits = limits;
        this.blocks = new BlockReader(limits, store);
    }

    /** Adds the codec before the last handler of a connected channel, and begins to speak. */
    void begin(ChannelHandlerContext last, ByteCount bytes) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .pushEnabled(false)
                .initialWindowSize(WINDOW_BYTES)
                .maxHeaderListSize(limits.fieldsBytes() + (long) FIELD_OCTETS * limits.fieldCount());
        last.pipeline()
                .addBefore(last.name(), null, bytes)
                .addBefore(last.name(), null, FlushPolicy.ofStreams())
                .addBefore(last.name(), null, ClientCodec.create(settings))
                .addBefore(last.name(), null, new Http2MultiplexHandler(new Unasked()));
        var _ = last.writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW_BYTES - Http2CodecUtil.DEFAULT_WINDOW_SIZE));
    }

    /** Opens a stream; {@code null} when that cannot be done. */
    @Nullable
    Http2Stream open(Http2Connection carrier, long nowNanos) {
        Opening opening = new Opening(carrier, nowNanos);
        // Registers the stream before it returns: this is its loop. AUTO_CLOSE off: when an endpoint answers early and
        // resets the stream, a write that fails for it must not lose the answer (RFC 9113 section 8.1).
        var _ = new Http2StreamChannelBootstrap(carrier.channel())
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(opening)
                .open();
        Http2Stream opened = opening.stream;
        return opened == null || opened.closed() ? null : opened;
    }

    private final class Opening extends ChannelInitializer<Channel> {

        private final Http2Connection carrier;
        private final long nowNanos;
        private @Nullable Http2Stream stream;

        Opening(Http2Connection carrier, long nowNanos) {
            this.carrier = carrier;
            this.nowNanos = nowNanos;
        }

        @Override
        protected void initChannel(Channel channel) {
            Http2Stream made = new Http2Stream(carrier, channel, nowNanos);
            stream = made;
            channel.pipeline()
                    .addLast(new UpstreamStreamHandler(carrier.scheme(), blocks))
                    .addLast(made);
        }
    }

    /** Pushing is switched off, so an endpoint that opens a stream breaks the rules (RFC 9113 section 8.4). */
    @ChannelHandler.Sharable
    private static final class Unasked extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            var _ = channel.close();
        }
    }
}
