package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one event loop, last used first, by endpoint. It keeps none to endpoints that are {@linkplain
 * Endpoint#removed() removed}.
 */
public final class UpstreamPool {

    private final KeepAliveSettings settings;
    private final Map<Endpoint, ArrayDeque<UpstreamConnection>> idle = new HashMap<>();
    private boolean closed;

    public UpstreamPool(KeepAliveSettings settings) {
        this.settings = settings;
    }

    /** Takes an idle connection out; {@code null} when there is none. */
    public @Nullable UpstreamConnection take(Endpoint endpoint, UpstreamTls tls) {
        return take(endpoint, tls, UpstreamConnection::clean);
    }

    /**
     * As {@link #take}, for a request that must not be sent twice: the operating system is asked whether the endpoint
     * closed the connection, for the event loop may not have heard of it yet.
     */
    public @Nullable UpstreamConnection takeEstablished(Endpoint endpoint, UpstreamTls tls) {
        return take(endpoint, tls, connection -> connection.clean() && SocketState.established(connection.channel()));
    }

    private @Nullable UpstreamConnection take(
            Endpoint endpoint, UpstreamTls tls, Predicate<UpstreamConnection> usable) {
        ArrayDeque<UpstreamConnection> connections = idle.get(endpoint);
        if (connections == null) {
            return null;
        }
        UpstreamConnection newest = connections.peekLast();
        if (newest != null && newest.tls().equals(tls) && usable.test(newest)) {
            return connections.pollLast();
        }
        Iterator<UpstreamConnection> newestFirst = connections.descendingIterator();
        while (newestFirst.hasNext()) {
            UpstreamConnection connection = newestFirst.next();
            if (connection.tls().equals(tls)) {
                newestFirst.remove();
                if (usable.test(connection)) {
                    return connection;
                }
                connection.close();
            }
        }
        return null;
    }

    /** Keeps a detached connection whose last exchange ended well, or closes it when it is of no more use. */
    public void release(UpstreamConnection connection) {
        if (closed
                || settings.poolSize() == 0
                || connection.requests() >= settings.maxRequests()
                || connection.endpoint().removed()
                || !connection.clean()) {
            connection.discardReceived();
            connection.close();
            return;
        }
        connection.idleSince(System.nanoTime());
        ArrayDeque<UpstreamConnection> connections =
                idle.computeIfAbsent(connection.endpoint(), _ -> new ArrayDeque<>());
        connections.addLast(connection);
        if (connections.size() > settings.poolSize()) {
            connections.removeFirst().close();
        }
    }

    /** Closes what was idle for too long and what leads to removed endpoints; to be called about once a second. */
    public void sweep() {
        long oldest = System.nanoTime() - settings.idleTimeout().toNanos();
        idle.entrySet().removeIf(entry -> {
            boolean removed = entry.getKey().removed();
            ArrayDeque<UpstreamConnection> connections = entry.getValue();
            while (!connections.isEmpty() && (removed || connections.getFirst().idleSinceNanos() - oldest <= 0)) {
                connections.removeFirst().close();
            }
            return connections.isEmpty();
        });
    }

    /** Closes all idle connections and keeps none from here on. */
    public void close() {
        closed = true;
        Map<Endpoint, ArrayDeque<UpstreamConnection>> all = Map.copyOf(idle);
        idle.clear();
        all.values().forEach(connections -> connections.forEach(UpstreamConnection::close));
    }

    /** How many connections are idle. */
    public int idleConnections() {
        int count = 0;
        for (ArrayDeque<UpstreamConnection> connections : idle.values()) {
            count += connections.size();
        }
        return count;
    }

    void forget(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> connections = idle.get(connection.endpoint());
        if (connections != null) {
            connections.remove(connection);
        }
    }
}
