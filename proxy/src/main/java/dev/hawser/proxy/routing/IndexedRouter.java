package dev.hawser.proxy.routing;

import dev.hawser.config.Route;
import dev.hawser.proxy.RequestView;
import dev.hawser.proxy.runtime.RouteRuntime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A router over an index. The index depends on the routes alone, so a change of services or endpoints makes a new router
 * over the same index.
 */
public final class IndexedRouter implements Router {

    private final RouteIndex index;
    private final List<RouteRuntime> routes;

    /**
     * @param index the index of the configured routes
     * @param routes those routes, in the same order
     */
    public IndexedRouter(RouteIndex index, List<RouteRuntime> routes) {
        this.index = index;
        this.routes = List.copyOf(routes);
    }

    @Override
    public @Nullable RouteMatch match(RequestView request) {
        PathIndex.Hit hit = index.find(request);
        if (hit == null) {
            return null;
        }
        RouteRuntime route = routes.get(hit.entry().rule().ordinal());
        Route config = route.config();
        String path = request.path();
        String stripped = config.stripPath() ? hit.matched(path) : null;
        String servicePath =
                route.service() == null ? null : route.service().config().path();
        String upstreamPath = UpstreamPath.join(servicePath, path, stripped, config.pathHandling());
        return new RouteMatch(route, upstreamPath, stripped, hit.captures(path));
    }

    public RouteIndex index() {
        return index;
    }

    public List<RouteRuntime> routes() {
        return routes;
    }
}
