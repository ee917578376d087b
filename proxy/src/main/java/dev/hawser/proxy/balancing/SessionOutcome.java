package dev.hawser.proxy.balancing;

/** What became of a request's session. */
public enum SessionOutcome {
    /** The upstream keeps no sessions. */
    NONE,
    /** The request went to the endpoint that its cookie names. */
    STUCK,
    /** The request brought no session and was given one. */
    NEW,
    /** The endpoint of the request's session is gone, unhealthy or unreachable, and it was given another. */
    REASSIGNED
}
