package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/** Looks at each frame before anything is done with it. */
final class GuardedReader implements Http2FrameReader {

    private final Http2FrameReader reader;
    private final FrameGuard guard;
    private final Http2Connection connection;
    private final StreamMemory memory;
    private final int maxStreams;
    private @Nullable Listener listener;

    /** @param maxStreams how many streams the peer may have open before it breaks the protocol */
    GuardedReader(
            Http2FrameReader reader,
            FrameGuard guard,
            Http2Connection connection,
            StreamMemory memory,
            int maxStreams) {
        this.reader = reader;
        this.guard = guard;
        this.connection = connection;
        this.memory = memory;
        this.maxStreams = maxStreams;
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
                guard.received(data.readableBytes());
            } else if (!endOfStream) {
                guard.count(Flood.EMPTY_DATA);
            }
            if (ignored(streamId)) {
                // The window of the connection is kept right all the same; without a stream it is given back at once.
                connection.local().flowController().receiveFlowControlledFrame(null, data, padding, endOfStream);
                return data.readableBytes() + padding;
            }
            return super.onDataRead(ctx, streamId, data, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream)
                throws Http2Exception {
            if (mayGoOn(streamId)) {
                super.onHeadersRead(ctx, streamId, headers, padding, endOfStream);
            }
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
                boolean endOfStream)
                throws Http2Exception {
            // Priorities mean nothing any more (RFC 9113 section 5.3.2).
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

        /**
         * RFC 9113 section 6.8: what concerns streams behind the last one that we named is nothing, until the client has
         * heard of it.
         */
        private boolean ignored(int streamId) {
            return connection.goAwaySent()
                    && connection.remote().isValidStreamId(streamId)
                    && streamId > connection.remote().lastStreamKnownByPeer();
        }

        /** RFC 9113 sections 5.1 and 5.1.1; false for what is to be dropped, since the peer cannot know better yet. */
        private boolean mayGoOn(int streamId) throws Http2Exception {
            if (ignored(streamId)) {
                return false;
            }
            Http2Stream stream = connection.stream(streamId);
            if (stream != null) {
                if (stream.state() == Http2Stream.State.HALF_CLOSED_REMOTE) {
                    throw Http2Exception.streamError(
                            streamId, Http2Error.STREAM_CLOSED, "fields behind the end of a stream");
                }
                return true;
            }
            if (!connection.streamMayHaveExisted(streamId)) {
                memory.opened(streamId);
                return true;
            }
            if (memory.wasReset(streamId)) {
                return false;
            }
            throw memory.wasOpened(streamId)
                    ? Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "fields on a closed stream")
                    : Http2Exception.connectionError(
                            Http2Error.PROTOCOL_ERROR, "stream below one that was opened before");
        }

        /**
         * From the acknowledgement on the codec holds the peer to our limit, and takes it for an error of the connection when
         * something follows on a stream beyond it. We refuse such streams one by one, and it only far beyond.
         */
        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
            super.onSettingsAckRead(ctx);
            connection.remote().maxActiveStreams(maxStreams);
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext ctx, int streamId, int streamDependency, short weight, boolean exclusive)
                throws Http2Exception {
            guard.count(Flood.PRIORITIES);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
            if (!ignored(streamId)) {
                super.onRstStreamRead(ctx, streamId, errorCode);
            }
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
            if (!ignored(streamId)) {
                super.onWindowUpdateRead(ctx, streamId, increment);
            }
        }

        /** Goes no further: it could wait for a stream that nobody reads, and no window bounds it. */
        @Override
        public void onUnknownFrame(
                ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
                throws Http2Exception {
            guard.count(Flood.UNKNOWN_FRAMES);
        }
    }
}
