package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.balancing.Endpoint;

/** Told once how an attempt to connect ended, on the event loop. */
public interface ConnectListener {

    void connected(UpstreamConnection connection);

    void notConnected(Endpoint endpoint, ConnectFailure failure, Throwable cause);
}
