package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.net.InetAddress;

/** A connection that speaks HTTP/1.1. */
final class Http1Connection extends UpstreamConnection {

    /** What is known of the octets of a request on their way into the socket. */
    private enum Departure {
        /** Some may have left. */
        POSSIBLE,
        AWAITED,
        /** None left: the operating system took none, and will take none any more. */
        NONE
    }

    private final UpstreamTls tls;
    private final UpstreamPool pool;
    private int requests;
    private long idleSinceNanos;
    private Departure departure = Departure.POSSIBLE;

    Http1Connection(Channel channel, Endpoint endpoint, InetAddress address, UpstreamTls tls, UpstreamPool pool) {
        super(channel, endpoint, address);
        this.tls = tls;
        this.pool = pool;
    }

    UpstreamTls tls() {
        return tls;
    }

    @Override
    void onUse() {
        requests++;
        departure = Departure.POSSIBLE;
    }

    @Override
    public void release() {
        pool.release(this);
    }

    @Override
    public boolean mayTurnBack() {
        return reused();
    }

    /** When nothing can leave any more the connection is closed. */
    // The listener is all that wants to know.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void writeWatched(RequestHead head, Runnable onDeparture) {
        if (closed()) {
            departure = Departure.NONE;
            return;
        }
        departure = Departure.AWAITED;
        ChannelProgressivePromise promise = channel().newProgressivePromise();
        promise.addListener(new ChannelProgressiveFutureListener() {
            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
                departed(onDeparture);
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {
                if (departure == Departure.AWAITED && future.cause() instanceof ChannelOutputShutdownException) {
                    departure = Departure.NONE;
                    close();
                } else {
                    departed(onDeparture);
                }
            }
        });
        write(head, promise);
    }

    private void departed(Runnable onDeparture) {
        if (departure == Departure.AWAITED) {
            departure = Departure.POSSIBLE;
            onDeparture.run();
        }
    }

    /** Of the watched request. Over TLS nothing is certain. */
    @Override
    public boolean unprocessed() {
        return departure == Departure.NONE && tls.equals(UpstreamTls.NONE);
    }

    @Override
    public boolean reused() {
        return requests > 1;
    }

    int requests() {
        return requests;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    /** Nothing was received that belongs to no request. */
    boolean clean() {
        return !closed() && nothingReceived() && channel().isActive();
    }

    @Override
    void onGone() {
        pool.closed(this);
    }
}
