package dev.hawser.proxy.metrics;

import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.proxy.runtime.RouteRuntime;
import dev.hawser.proxy.runtime.ServiceRuntime;

/** What routes and services are called where people read of them: as in Kong's metrics and logs. */
public final class RouteNames {

    private RouteNames() {}

    /** The name; the id of one that has none. */
    public static String of(RouteRuntime route) {
        return of(route.config());
    }

    static String of(Route route) {
        return route.name() == null ? route.id().toString() : route.name();
    }

    /** The name; the host of one that has none. */
    public static String of(ServiceRuntime service) {
        return of(service.config());
    }

    static String of(Service service) {
        return service.name() == null ? service.host() : service.name();
    }
}
