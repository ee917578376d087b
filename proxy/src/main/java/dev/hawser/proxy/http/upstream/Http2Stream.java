package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.http2.StreamRefused;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** A stream of a connection that speaks HTTP/2; it carries one request. */
final class Http2Stream extends UpstreamConnection {

    private final Http2Connection carrier;
    private final boolean reused;
    private final long openedNanos;
    private final long receivedBefore;
    private boolean refused;

    /**
     * @param carrier the connection
     * @param channel the stream
     * @param openedNanos the time
     */
    Http2Stream(Http2Connection carrier, Channel channel, long openedNanos) {
        super(channel, carrier.endpoint(), carrier.address());
        this.carrier = carrier;
        this.openedNanos = openedNanos;
        this.reused = carrier.requests() > 1;
        this.receivedBefore = carrier.received();
    }

    /** The connection that it belongs to. */
    Http2Connection carrier() {
        return carrier;
    }

    @Override
    void onUse() {}

    /** A stream that ended is of no more use, and one that did not is reset. */
    @Override
    public void release() {
        close();
    }

    /** An endpoint may refuse a stream, or go away before it looks at it (RFC 9113 section 8.7). */
    @Override
    public boolean mayTurnBack() {
        return true;
    }

    @Override
    public void writeWatched(RequestHead head, Runnable onDeparture) {
        write(head);
    }

    @Override
    public boolean unprocessed() {
        return refused;
    }

    /** Whether its connection carried another stream before. */
    @Override
    public boolean reused() {
        return reused;
    }

    long openedNanos() {
        return openedNanos;
    }

    /** Whether nothing came on the connection since the stream was opened. */
    boolean connectionSilent() {
        return carrier.received() == receivedBefore;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == StreamRefused.EVENT) {
            refused = true;
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    void onGone() {
        carrier.ended(this);
    }
}
