package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of HTTP/1.1 of one event loop to endpoints: the idle ones, last used first, by endpoint, and those in use.
 * It keeps no idle ones to endpoints that are {@linkplain Endpoint#removed() removed} or to addresses that a name has no more.
 */
final class UpstreamPool {

    /**
     * How long a connection may have been idle that carries a request which must not be sent twice, in seconds: {@value}.
     * Servers close idle connections after two seconds or more, and one whose closing is under way cannot be told.
     */
    static final int FRESH_SECONDS = 1;

    private final KeepAliveSettings settings;
    private final Departures departures;
    private final LongSupplier nanoTime;
    private final Set<Http1Connection> open = new HashSet<>();
    private final Map<Endpoint, ArrayDeque<Http1Connection>> idle = new HashMap<>();
    private boolean closed;

    /**
     * @param departures knows which connections lead nowhere any more
     * @param nanoTime the time as {@link System#nanoTime()} tells it
     */
    UpstreamPool(KeepAliveSettings settings, Departures departures, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.departures = departures;
    }

    /** Takes an idle connection out; {@code null} when there is none. */
    @Nullable
    Http1Connection take(Endpoint endpoint, UpstreamTls tls) {
        return take(endpoint, tls, Use.REPEATABLE, nanoTime.getAsLong());
    }

    /**
     * As {@link #take}, for a request that must not be sent twice: only one that was used within {@value #FRESH_SECONDS}
     * second, and the operating system is asked whether the endpoint closed it, for the event loop may not have heard of
     * that yet.
     */
    @Nullable
    Http1Connection takeFresh(Endpoint endpoint, UpstreamTls tls) {
        return take(endpoint, tls, Use.ONCE, nanoTime.getAsLong());
    }

    private enum Use {
        REPEATABLE,
        ONCE
    }

    private @Nullable Http1Connection take(Endpoint endpoint, UpstreamTls tls, Use use, long nowNanos) {
        ArrayDeque<Http1Connection> connections = idle.get(endpoint);
        if (connections == null) {
            return null;
        }
        Http1Connection newest = connections.peekLast();
        if (use == Use.REPEATABLE && newest != null && newest.tls().equals(tls) && newest.clean()) {
            return connections.pollLast();
        }
        Iterator<Http1Connection> newestFirst = connections.descendingIterator();
        while (newestFirst.hasNext()) {
            Http1Connection connection = newestFirst.next();
            if (!connection.tls().equals(tls)) {
                continue;
            }
            if (use == Use.ONCE && nowNanos - connection.idleSinceNanos() > TimeUnit.SECONDS.toNanos(FRESH_SECONDS)) {
                return null;
            }
            newestFirst.remove();
            if (use == Use.REPEATABLE || SocketState.established(connection.channel())) {
                if (connection.clean()) {
                    return connection;
                }
            }
            connection.close();
        }
        return null;
    }

    /** Keeps a detached connection whose last exchange ended well, or closes it when it is of no more use. */
    void release(Http1Connection connection) {
        if (closed
                || !settings.allowsAfter(connection.requests())
                || departures.left(connection.endpoint(), connection.address())
                || !connection.clean()) {
            connection.discardReceived();
            connection.close();
            return;
        }
        connection.idleSince(nanoTime.getAsLong());
        ArrayDeque<Http1Connection> connections = idle.computeIfAbsent(connection.endpoint(), _ -> new ArrayDeque<>());
        connections.addLast(connection);
        if (connections.size() > settings.poolSize()) {
            connections.removeFirst().close();
        }
    }

    /**
     * Closes what was idle for too long and what leads nowhere any more, and ends what has been going on for too long with
     * an endpoint that is gone; to be called about once a second.
     */
    void sweep() {
        long nowNanos = nanoTime.getAsLong();
        List<Http1Connection> useless = new ArrayList<>();
        for (ArrayDeque<Http1Connection> connections : idle.values()) {
            for (Http1Connection connection : connections) {
                if (expired(connection, nowNanos) || departures.left(connection.endpoint(), connection.address())) {
                    useless.add(connection);
                }
            }
        }
        useless.forEach(connection -> {
            forget(connection);
            connection.close();
        });
        idle.values().removeIf(ArrayDeque::isEmpty);
        departures.overdue(open, nowNanos).forEach(UpstreamConnection::endUse);
    }

    private boolean expired(Http1Connection connection, long nowNanos) {
        return !settings.idleTimeout().isZero()
                && nowNanos - connection.idleSinceNanos()
                        >= settings.idleTimeout().toNanos();
    }

    void opened(Http1Connection connection) {
        open.add(connection);
    }

    void closed(Http1Connection connection) {
        open.remove(connection);
        forget(connection);
    }

    /** Closes all idle connections and keeps none from here on. */
    void close() {
        closed = true;
        Map<Endpoint, ArrayDeque<Http1Connection>> all = Map.copyOf(idle);
        idle.clear();
        all.values().forEach(connections -> connections.forEach(Http1Connection::close));
    }

    /** How many connections are idle. */
    int idleConnections() {
        int count = 0;
        for (ArrayDeque<Http1Connection> connections : idle.values()) {
            count += connections.size();
        }
        return count;
    }

    private void forget(Http1Connection connection) {
        ArrayDeque<Http1Connection> connections = idle.get(connection.endpoint());
        if (connections != null) {
            connections.remove(connection);
        }
    }
}
