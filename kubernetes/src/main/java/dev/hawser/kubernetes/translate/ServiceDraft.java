package dev.hawser.kubernetes.translate;

import dev.hawser.config.Route;
import dev.hawser.kubernetes.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service of the gateway while routes are still being found for it. */
final class ServiceDraft {

    private final Backend backend;
    private final @Nullable String path;
    private final List<Route> routes = new ArrayList<>();
    private final Set<ObjectKey> parents = new LinkedHashSet<>();

    ServiceDraft(Backend backend, @Nullable String path) {
        this.backend = backend;
        this.path = path;
    }

    void add(Route route, ObjectKey parent) {
        routes.add(route);
        parents.add(parent);
    }

    Backend backend() {
        return backend;
    }

    /** The path put before that of a request; {@code null} means none. */
    @Nullable
    String path() {
        return path;
    }

    List<Route> routes() {
        return routes;
    }

    /** The objects that send requests to the service, in the order in which they were found. */
    Set<ObjectKey> parents() {
        return parents;
    }
}
