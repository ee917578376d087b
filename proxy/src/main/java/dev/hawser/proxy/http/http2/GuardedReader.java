package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/** Looks at each frame before anything is done with it. */
final class GuardedReader implements Http2FrameReader {

    private final Http2FrameReader reader;
    private final FrameGuard guard;
    private final Http2Connection connection;
    private @Nullable Listener listener;

    GuardedReader(Http2FrameReader reader, FrameGuard guard, Http2Connection connection) {
        this.reader = reader;
        this.guard = guard;
        this.connection = connection;
    }

    // The decoder has one listener until the preface came, and another one from then on.
    @SuppressWarnings("ReferenceEquality")
    @Override
    public void readFrame(ChannelHandlerContext ctx, ByteBuf input, Http2FrameListener to) throws Http2Exception {
        Listener guarded = listener;
        if (guarded == null || guarded.to() != to) {
            guarded = new Listener(to);
            listener = guarded;
        }
        reader.readFrame(ctx, input, guarded);
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private final class Listener extends Http2FrameListenerDecorator {

        Listener(Http2FrameListener to) {
            super(to);
        }

        Http2FrameListener to() {
            return listener;
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
                throws Http2Exception {
            if (data.isReadable()) {
                guard.credit();
            } else if (!endOfStream) {
                guard.count(Flood.EMPTY_DATA);
            }
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext ctx, int streamId, int streamDependency, short weight, boolean exclusive)
                throws Http2Exception {
            guard.count(Flood.PRIORITIES);
            super.onPriorityRead(ctx, streamId, streamDependency, weight, exclusive);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
            if (connection.stream(streamId) != null) {
                guard.count(Flood.CLIENT_RESETS);
            }
            super.onRstStreamRead(ctx, streamId, errorCode);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
            guard.count(Flood.SETTINGS);
            super.onSettingsRead(ctx, settings);
        }

        @Override
        public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
            guard.count(Flood.PINGS);
            super.onPingRead(ctx, data);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
            guard.count(Flood.WINDOW_UPDATES);
            super.onWindowUpdateRead(ctx, streamId, increment);
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
                throws Http2Exception {
            guard.count(Flood.UNKNOWN_FRAMES);
            super.onUnknownFrame(ctx, frameType, streamId, flags, payload);
        }
    }
}
