package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;

/** Gives new sessions to endpoints. Shared by all event loops. */
interface NewSessions {

    /** The place of the endpoint that gets the request's new session; {@link Members#NONE} when none can. */
    int give(RequestView request, List<Endpoint> failed);

    /** A request of a session came that an endpoint has already. */
    default void seen(int index, RequestView request) {}
}
