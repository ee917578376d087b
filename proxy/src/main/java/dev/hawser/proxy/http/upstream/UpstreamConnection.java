package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.connection.MessageConnection;
import io.netty.channel.Channel;
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
    }

    private final Endpoint endpoint;
    private final UpstreamTls tls;
    private final UpstreamPool pool;
    private @Nullable User user;
    private int requests;
    private long idleSinceNanos;

    UpstreamConnection(Channel channel, Endpoint endpoint, UpstreamTls tls, UpstreamPool pool) {
        super(channel);
        this.endpoint = endpoint;
        this.tls = tls;
        this.pool = pool;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    UpstreamTls tls() {
        return tls;
    }

    /** Begins a use; counts as one request. */
    public void attach(User next) {
        user = next;
        requests++;
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
        if (user == null) {
            discardReceived();
            pool.forget(this);
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
