package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;

/** How requests and responses tell a client's session: as a cookie or as a header field. Immutable; any thread. */
sealed interface SessionCarrier permits SessionCookie, SessionField {

    /**
     * The place of the first id in the request that the table holds, {@link SessionId#NO_SESSION} or {@link
     * SessionId#UNKNOWN_SESSION}. Does not allocate beyond what the request does.
     */
    int find(RequestView request, SessionTable table);

    /**
     * The choice of an endpoint that the client is told of.
     *
     * @param secure whether the client's connection is secured by TLS
     */
    Selection telling(Endpoint endpoint, SessionOutcome outcome, boolean secure);
}
