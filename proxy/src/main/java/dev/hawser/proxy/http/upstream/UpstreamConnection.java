package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.connection.MessageConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to an endpoint, used by one exchange at a time. Belongs to the event loop of its pool. */
public final class UpstreamConnection extends MessageConnection {

    private static final Logger log = LoggerFactory.getLogger(UpstreamConnection.class);

    /** Hears what happens to a connection while it uses it. */
    public interface User {

        void onUpstreamReadable();

        void onUpstreamWritable();

        void onUpstreamClosed();

        void onUpstreamTimeout();

        /** The endpoint left its upstream longer ago than uses may go on. */
        void onEndpointGone();
    }

    /** What is known of the octets of a request on their way into the socket. */
    private enum Departure {
        /** Some may have left. */
        POSSIBLE,
        AWAITED,
        /** None left: the operating system took none, and will take none any more. */
        NONE
    }

    private final Endpoint endpoint;
    private final InetAddress address;
    private final UpstreamTls tls;
    private final UpstreamPool pool;
    private @Nullable User user;
    private int requests;
    private long idleSinceNanos;
    private long goneSinceNanos;
    private boolean gone;
    private Departure departure = Departure.POSSIBLE;

    UpstreamConnection(Channel channel, Endpoint endpoint, InetAddress address, UpstreamTls tls, UpstreamPool pool) {
        super(channel);
        this.endpoint = endpoint;
        this.address = address;
        this.tls = tls;
        this.pool = pool;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Where it leads; one of the addresses that the endpoint's host had. */
    InetAddress address() {
        return address;
    }

    UpstreamTls tls() {
        return tls;
    }

    /** Begins a use; counts as one request. */
    public void attach(User next) {
        user = next;
        requests++;
        departure = Departure.POSSIBLE;
    }

    /** Has somebody else hear what happens, within the same use. */
    public void handOver(User to) {
        user = to;
    }

    /** Ends a use: what happens from here on is not told. */
    public void detach() {
        user = null;
        timer().disarm();
    }

    /**
     * As {@link #write}, and learns whether any of it leaves. When nothing can leave any more the connection is closed.
     *
     * @param onDeparture is called once some of it left, or may have
     */
    // The listener is all that wants to know.
    @SuppressWarnings("FutureReturnValueIgnored")
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

    /** Whether it is certain that no octet of the watched request left. Over TLS that is never so. */
    public boolean nothingSent() {
        return departure == Departure.NONE && tls.equals(UpstreamTls.NONE);
    }

    /** Whether an exchange before the present one used it: it may be closed by its endpoint at any moment. */
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

    /** Since when its endpoint is known to be gone: the time of the first call. */
    long goneSinceNanos(long nowNanos) {
        if (!gone) {
            gone = true;
            goneSinceNanos = nowNanos;
        }
        return goneSinceNanos;
    }

    void endUse() {
        if (user == null) {
            close();
        } else {
            user.onEndpointGone();
        }
    }

    /** Nothing was received that belongs to no request. */
    boolean clean() {
        return !closed() && nothingReceived() && channel().isActive();
    }

    @Override
    protected void onReadable() {
        if (user == null) {
            discardReceived();
            close();
        } else {
            user.onUpstreamReadable();
        }
    }

    @Override
    protected void onWritable() {
        if (user != null) {
            user.onUpstreamWritable();
        }
    }

    @Override
    protected void onClosed() {
        pool.closed(this);
        if (user == null) {
            discardReceived();
        } else {
            user.onUpstreamClosed();
        }
    }

    @Override
    protected void onTimeout() {
        if (user != null) {
            user.onUpstreamTimeout();
        }
    }

    @Override
    protected void onError(Throwable cause) {
        log.atWarn()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("error", errorName(cause))
                .log("Connection to an endpoint failed");
    }
}
