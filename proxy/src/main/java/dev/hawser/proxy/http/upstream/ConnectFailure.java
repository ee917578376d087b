package dev.hawser.proxy.http.upstream;

/** Why no connection could be made. Nothing was sent. */
public enum ConnectFailure {
    /** The host's name has no address. */
    UNRESOLVED,
    /** The endpoint refused, or is not reachable. */
    REFUSED,
    /** The endpoint did not answer in time. */
    TIMED_OUT,
    /** The endpoint could not be trusted, or does not speak TLS. */
    TLS,
    /** HTTP/2 is to be spoken, and the endpoint does not speak it. */
    NO_HTTP_2
}
