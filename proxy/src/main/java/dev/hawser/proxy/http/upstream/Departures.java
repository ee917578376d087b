package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells which connections lead to what is there no more. Belongs to one event loop. */
final class Departures {

    private final Duration goneTimeout;
    private final NameLookup names;

    /** @param goneTimeout how long a use may go on after its endpoint is gone; zero for as long as it takes */
    Departures(Duration goneTimeout, NameLookup names) {
        this.goneTimeout = goneTimeout;
        this.names = names;
    }

    /** Whether connections to an endpoint at an address must not be used again. */
    boolean left(Endpoint endpoint, InetAddress address) {
        return endpoint.removed() || !names.leads(endpoint.host(), address);
    }

    /** The connections whose use has gone on for too long since their endpoint was first seen gone. */
    List<UpstreamConnection> overdue(Collection<? extends UpstreamConnection> open, long nowNanos) {
        List<UpstreamConnection> overdue = new ArrayList<>();
        if (!goneTimeout.isZero()) {
            for (UpstreamConnection connection : open) {
                if (connection.endpoint().removed()
                        && nowNanos - connection.goneSinceNanos(nowNanos) >= goneTimeout.toNanos()) {
                    overdue.add(connection);
                }
            }
        }
        return overdue;
    }
}
