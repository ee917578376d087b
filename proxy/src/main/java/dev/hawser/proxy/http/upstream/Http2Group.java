package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.tls.ClientContexts.Application;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of HTTP/2 to one endpoint that stand in for each other, and the attempts at making one. Requests that
 * come while one is being made wait for it together.
 */
final class Http2Group {

    private final Endpoint endpoint;
    private final UpstreamTls tls;
    private final KeepAliveSettings settings;
    private final Dialer dialer;
    private final Http2Streams streams;
    private final IdleConnections idle;
    private final LongSupplier nanoTime;
    /** Those that take streams, the oldest first: the younger ones become idle when there is less to do. */
    private final List<Http2Connection> connections = new ArrayList<>(1);

    private final List<Attempt> attempts = new ArrayList<>(1);
    private final Set<Http2Stream> underWay = new HashSet<>();
    /** How many streams the latest connection took at once when it was made: so many wait for the same one. */
    private long streamsOfEach = Http2Streams.MAX;

    private boolean closed;

    Http2Group(
            Endpoint endpoint,
            UpstreamTls tls,
            KeepAliveSettings settings,
            Dialer dialer,
            Http2Streams streams,
            IdleConnections idle,
            LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.settings = settings;
        this.dialer = dialer;
        this.streams = streams;
        this.idle = idle;
        this.nanoTime = nanoTime;
    }

    /** Whether nothing is open or about to be. */
    boolean isEmpty() {
        return connections.isEmpty() && attempts.isEmpty() && underWay.isEmpty();
    }

    @Nullable
    Http2Stream take() {
        return takeOf(_ -> true);
    }

    @Nullable
    Http2Stream takeFresh() {
        return takeOf(connection -> !connection.idle() || SocketState.established(connection.channel()));
    }

    private @Nullable Http2Stream takeOf(Predicate<Http2Connection> usable) {
        int at = 0;
        while (at < connections.size()) {
            Http2Connection connection = connections.get(at);
            if (connection.hasRoom() && usable.test(connection) && connection.hasRoom()) {
                Http2Stream opened = open(connection);
                if (opened != null) {
                    return opened;
                }
            }
            // Looking closer may have brought to light that it leaves, which takes it out.
            if (at < connections.size() && connections.get(at) == connection) {
                at++;
            }
        }
        return null;
    }

    private @Nullable Http2Stream open(Http2Connection connection) {
        Http2Stream opened = connection.open();
        if (opened != null) {
            underWay.add(opened);
            idle.remove(connection);
        }
        return opened;
    }

    /** A stream of a connection that became free meanwhile, or of one that is made. */
    void connect(Duration timeout, ConnectListener listener) {
        serve(new Waiting(listener, nanoTime.getAsLong() + timeout.toNanos()));
    }

    private void serve(Waiting next) {
        Http2Stream free = takeFresh();
        if (free != null) {
            next.listener.connected(free);
            return;
        }
        long leftNanos = next.deadlineNanos - nanoTime.getAsLong();
        if (leftNanos <= 0) {
            next.listener.notConnected(endpoint, ConnectFailure.TIMED_OUT, new IOException("no stream in time"));
            return;
        }
        for (Attempt attempt : attempts) {
            if (attempt.waiting.size() < streamsOfEach && attempt.deadlineNanos - next.deadlineNanos <= 0) {
                attempt.waiting.add(next);
                return;
            }
        }
        Attempt attempt = new Attempt(next.deadlineNanos);
        attempt.waiting.add(next);
        attempts.add(attempt);
        attempt.begin(Duration.ofNanos(leftNanos));
    }

    /** Who waits for a stream; its time does not begin anew when the connection that it waited for has none for it. */
    private record Waiting(ConnectListener listener, long deadlineNanos) {}

    /** Lets what is of no more use go, and ends what has been going on for too long with an endpoint that is gone. */
    void sweep(Departures departures, long nowNanos) {
        for (Http2Connection connection : List.copyOf(connections)) {
            boolean expired = !settings.idleTimeout().isZero()
                    && connection.idle()
                    && nowNanos - connection.idleSinceNanos()
                            >= settings.idleTimeout().toNanos();
            if (expired || departures.left(endpoint, connection.address())) {
                connection.leave();
            }
        }
        departures.overdue(underWay, nowNanos).forEach(UpstreamConnection::endUse);
    }

    /** Lets all connections go once their streams have ended. */
    void leave() {
        closed = true;
        List.copyOf(connections).forEach(Http2Connection::leave);
    }

    /** Makes a connection for those that wait. */
    private final class Attempt implements Dialer.Caller, Http2Connection.Owner {

        private final long deadlineNanos;
        private final List<Waiting> waiting = new ArrayList<>(1);

        Attempt(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        void begin(Duration timeout) {
            dialer.dial(endpoint, tls, Application.HTTP_2, timeout, this);
        }

        @Override
        public void prepare(Channel channel, InetAddress address) {
            channel.pipeline()
                    .addLast(new Http2Connection(channel, endpoint, address, streams, settings, this, nanoTime));
        }

        @Override
        public void answered(Channel channel, long until) {
            ((Http2Connection) channel.pipeline().last()).awaitGreeting(until);
        }

        @Override
        public void ready(Http2Connection connection) {
            attempts.remove(this);
            connections.add(connection);
            streamsOfEach = Math.max(1, connection.limit());
            List<Waiting> served = List.copyOf(waiting);
            waiting.clear();
            int opened = 0;
            for (Waiting next : served) {
                Http2Stream stream = connection.hasRoom() ? open(connection) : null;
                if (stream != null) {
                    opened++;
                    next.listener.connected(stream);
                } else if (opened > 0) {
                    serve(next);
                } else {
                    next.listener.notConnected(endpoint, ConnectFailure.REFUSED, new IOException("takes no streams"));
                }
            }
            if (closed || opened == 0) {
                connection.leave();
            }
        }

        @Override
        public void notReady(ConnectFailure failure, Throwable cause) {
            failed(failure, cause);
        }

        @Override
        public void failed(ConnectFailure failure, Throwable cause) {
            attempts.remove(this);
            List<Waiting> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(next -> next.listener.notConnected(endpoint, failure, cause));
        }

        @Override
        public void ended(Http2Stream stream) {
            underWay.remove(stream);
            Http2Connection carrier = stream.carrier();
            if (carrier.idle() && !carrier.leaving()) {
                idle.add(carrier);
            }
        }

        @Override
        public void leaving(Http2Connection connection) {
            connections.remove(connection);
            idle.left(connection);
        }
    }
}
