package dev.hawser.proxy.http.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/** Looks at what a peer makes us send. */
final class GuardedWriter extends DecoratingHttp2FrameWriter {

    private final FrameGuard guard;
    private final Http2Connection connection;
    private final StreamMemory memory;
    private int unsent;
    private boolean flooded;

    GuardedWriter(Http2FrameWriter writer, FrameGuard guard, Http2Connection connection, StreamMemory memory) {
        super(writer);
        this.guard = guard;
        this.connection = connection;
        this.memory = memory;
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        guard.sent(data.readableBytes(), window(streamId));
        if (endStream) {
            guard.finished();
        }
        return super.writeData(ctx, streamId, data, padding, endStream, promise);
    }

    /** How much the client takes just now. */
    private int window(int streamId) {
        Http2RemoteFlowController flow = connection.remote().flowController();
        return Math.min(flow.windowSize(connection.stream(streamId)), flow.windowSize(connection.connectionStream()));
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        if (endStream) {
            guard.finished();
        }
        return super.writeHeaders(ctx, streamId, headers, padding, endStream, promise);
    }

    /** What a peer had sent when we reset a stream is dropped; to reset it again for that would say nothing. */
    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
        if (errorCode == Http2Error.STREAM_CLOSED.code() && memory.wasReset(streamId)) {
            return promise.setSuccess();
        }
        memory.reset(streamId);
        boolean ours = errorCode == Http2Error.NO_ERROR.code()
                || errorCode == Http2Error.INTERNAL_ERROR.code()
                || errorCode == Http2Error.CANCEL.code();
        if (errorCode == Http2Error.REFUSED_STREAM.code()) {
            count(ctx, Flood.REFUSED_STREAMS);
        } else if (!ours) {
            count(ctx, Flood.PROVOKED_RESETS);
        }
        return super.writeRstStream(ctx, streamId, errorCode, answering(ctx, promise));
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
        return super.writeSettingsAck(ctx, answering(ctx, promise));
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
        return super.writePing(ctx, ack, data, ack ? answering(ctx, promise) : promise);
    }

    private ChannelPromise answering(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (++unsent > Flood.UNSENT_ANSWERS.limit()) {
            fail(ctx, guard.detected(Flood.UNSENT_ANSWERS));
        }
        return promise.unvoid().addListener(_ -> unsent--);
    }

    private void count(ChannelHandlerContext ctx, Flood flood) {
        try {
            guard.count(flood);
        } catch (FloodDetected detected) {
            fail(ctx, detected);
        }
    }

    private void fail(ChannelHandlerContext ctx, FloodDetected detected) {
        if (!flooded && ctx.handler() instanceof Http2ConnectionHandler codec) {
            flooded = true;
            codec.onError(ctx, false, detected);
        }
    }
}
