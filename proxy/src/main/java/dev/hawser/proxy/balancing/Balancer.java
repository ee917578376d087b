package dev.hawser.proxy.balancing;

import dev.hawser.proxy.RequestView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses an endpoint for each request of one upstream. Shared by all event loops; never blocks. */
public interface Balancer {

    /** Why no endpoint was chosen. */
    enum Absence {
        /** None can take requests. */
        NO_ENDPOINT,
        /** The one that holds the request's session cannot, and the session is not to be given to another. */
        SESSION_LOST
    }

    /**
     * Chooses an endpoint.
     *
     * @param request the request to be sent
     * @param failed the endpoints that could not be reached in this exchange; none of them is chosen again. Empty on
     *     the first try
     * @return {@code null} when no endpoint may take the request
     */
    @Nullable
    Selection select(RequestView request, List<Endpoint> failed);

    /**
     * What was chosen answers the request. Each choice is followed by this or {@link #unanswered}, once.
     *
     * @param chosen what {@link #select} gave for the request
     */
    default void answered(RequestView request, Selection chosen) {}

    /** What was chosen never answered: the try failed, or the client left. */
    default void unanswered(RequestView request, Selection chosen) {}

    /** Why nothing was chosen for a request just now. */
    default Absence absence(RequestView request) {
        return Absence.NO_ENDPOINT;
    }
}
