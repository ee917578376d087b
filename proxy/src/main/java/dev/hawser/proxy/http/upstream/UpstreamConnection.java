package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.codec.RequestHead;
import dev.hawser.proxy.http.connection.MessageConnection;
import io.netty.channel.Channel;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What carries requests to an endpoint, one exchange at a time: a connection of HTTP/1.1, or a stream of one of HTTP/2.
 * Belongs to the event loop of its {@link UpstreamSource}.
 */
public abstract sealed class UpstreamConnection extends MessageConnection permits Http1Connection, Http2Stream {

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

    private final Endpoint endpoint;
    private final InetAddress address;
    private @Nullable User user;
    private long goneSinceNanos;
    private boolean gone;

    UpstreamConnection(Channel channel, Endpoint endpoint, InetAddress address) {
        super(channel);
        this.endpoint = endpoint;
        this.address = address;
    }

    public final Endpoint endpoint() {
        return endpoint;
    }

    /** Where it leads; one of the addresses that the endpoint's host had. */
    final InetAddress address() {
        return address;
    }

    /** Begins a use; counts as one request. */
    public final void attach(User next) {
        user = next;
        onUse();
    }

    /** A use begins. */
    abstract void onUse();

    /** Has somebody else hear what happens, within the same use. */
    public final void handOver(User to) {
        user = to;
    }

    /** Ends a use: what happens from here on is not told. */
    public final void detach() {
        user = null;
        timer().disarm();
    }

    /** Gives back a detached one whose last exchange ended well. */
    public abstract void release();

    /**
     * Whether a request may turn out not to have been looked at by the endpoint, so that what was sent of it is worth
     * keeping even if it must not be sent twice.
     */
    public abstract boolean mayTurnBack();

    /**
     * As {@link #write}, and learns whether the request may still {@linkplain #mayTurnBack turn back}.
     *
     * @param onDeparture is called once it may not, unless the response tells so
     */
    public abstract void writeWatched(RequestHead head, Runnable onDeparture);

    /** Whether it is certain that the endpoint did nothing with the request, or never saw it. */
    public abstract boolean unprocessed();

    /** Whether an exchange before the present one used it: it may be closed by its endpoint at any moment. */
    public abstract boolean reused();

    /** Since when its endpoint is known to be gone: the time of the first call. */
    final long goneSinceNanos(long nowNanos) {
        if (!gone) {
            gone = true;
            goneSinceNanos = nowNanos;
        }
        return goneSinceNanos;
    }

    final void endUse() {
        if (user == null) {
            close();
        } else {
            user.onEndpointGone();
        }
    }

    /** Hears first that it is closed. */
    abstract void onGone();

    @Override
    protected final void onReadable() {
        if (user == null) {
            discardReceived();
            close();
        } else {
            user.onUpstreamReadable();
        }
    }

    @Override
    protected final void onWritable() {
        if (user != null) {
            user.onUpstreamWritable();
        }
    }

    @Override
    protected final void onClosed() {
        onGone();
        if (user == null) {
            discardReceived();
        } else {
            user.onUpstreamClosed();
        }
    }

    @Override
    protected final void onTimeout() {
        if (user != null) {
            user.onUpstreamTimeout();
        }
    }

    @Override
    protected final void onError(Throwable cause) {
        log.atWarn()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("error", errorName(cause))
                .log("Connection to an endpoint failed");
    }
}
