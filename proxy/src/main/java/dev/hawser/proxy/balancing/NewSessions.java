package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;

/** Gives new sessions to endpoints. Shared by all event loops. */
interface NewSessions {

    /** The place of the endpoint that gets the request's new session; {@link Members#NONE} when none can. */
    int give(RequestView request, List<Endpoint> failed);

    /** The endpoint answers the request that brings it a new session. */
    default void taken(int index, RequestView request) {}

    /** The endpoint that was given a new session never answered, so the client knows nothing of it. */
    default void notTaken(int index) {}

    /** A request of a session came that an endpoint has already. */
    default void seen(int index, RequestView request) {}
}
