package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;

/**
 * The connections of HTTP/2 that carry no stream, the longest idle first. They are bounded for each endpoint, and not for
 * each way of securing them: clients may choose the name that is asked for, so they would choose how many there are.
 */
final class IdleConnections {

    private final int most;
    private final Map<Endpoint, LinkedHashSet<Http2Connection>> idle = new HashMap<>();

    /** @param most how many there may be to an endpoint, at least 0 */
    IdleConnections(int most) {
        this.most = most;
    }

    /** The last stream of a connection ended; the one that was idle for longest leaves when there are too many. */
    void add(Http2Connection connection) {
        LinkedHashSet<Http2Connection> ofEndpoint =
                idle.computeIfAbsent(connection.endpoint(), _ -> new LinkedHashSet<>());
        ofEndpoint.add(connection);
        if (ofEndpoint.size() > most) {
            ofEndpoint.getFirst().leave();
        }
    }

    /** A connection carries a stream. */
    void remove(Http2Connection connection) {
        LinkedHashSet<Http2Connection> ofEndpoint = idle.get(connection.endpoint());
        if (ofEndpoint != null) {
            ofEndpoint.remove(connection);
        }
    }

    /** A connection takes no streams any more. */
    void left(Http2Connection connection) {
        remove(connection);
        idle.computeIfPresent(connection.endpoint(), (_, others) -> others.isEmpty() ? null : others);
    }
}
