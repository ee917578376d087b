package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where exchanges get connections to endpoints from, one source for each version of HTTP. Belongs to one event loop. */
public sealed interface UpstreamSource permits Http1Source, Http2Source {

    /** One that is there already; {@code null} when there is none. */
    @Nullable
    UpstreamConnection take(Endpoint endpoint, UpstreamTls tls);

    /** As {@link #take}, for a request that must not be sent twice: one that is not likely to be closing. */
    @Nullable
    UpstreamConnection takeFresh(Endpoint endpoint, UpstreamTls tls);

    /** Connects; the listener is told on this loop, perhaps before this returns. */
    void connect(Endpoint endpoint, UpstreamTls tls, Duration timeout, ConnectListener listener);
}
