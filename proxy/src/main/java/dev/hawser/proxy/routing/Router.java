package dev.hawser.proxy.routing;

import dev.hawser.proxy.RequestView;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request. Immutable; shared by all event loops. */
public interface Router {

    /** The match of the route that takes the request; {@code null} when none does. */
    @Nullable
    RouteMatch match(RequestView request);
}
