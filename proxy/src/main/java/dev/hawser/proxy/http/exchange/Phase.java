package dev.hawser.proxy.http.exchange;

/** How far an exchange has come. It only goes forward, but for a new try, which goes back to {@link #ENDPOINT_CHOSEN}. */
public enum Phase {
    /** The request's head was read. */
    HEAD_READ,
    /** A route was found. */
    ROUTED,
    /** The balancer named the endpoint of this try. */
    ENDPOINT_CHOSEN,
    /** There is a connection to it, and the request's head was written. */
    CONNECTED,
    /** The whole request was written. */
    REQUEST_SENT,
    /** The head of the final response was written to the client. */
    RESPONSE_STARTED,
    /** The whole response was written to the client, or an upgraded connection ended. */
    COMPLETED,
    /** It ended in a {@link ProxyFailure}. */
    FAILED
}
