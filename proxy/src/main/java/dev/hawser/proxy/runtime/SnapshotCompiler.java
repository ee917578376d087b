package dev.hawser.proxy.runtime;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.proxy.routing.IndexedRouter;
import dev.hawser.proxy.routing.RouteIndex;
import dev.hawser.proxy.routing.Router;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a configuration ready to serve: all of it or nothing. What is equal in the snapshot before is used again, as the
 * same object: the index of routes, balancers, services, endpoints. Used by one thread at a time.
 */
public final class SnapshotCompiler {

    private final UpstreamCompiler upstreamCompiler = new UpstreamCompiler();

    /**
     * Compiles a configuration. Endpoints that are kept learn whether they are terminating now; endpoints that are not
     * kept are left to the caller to mark as removed, once nothing hands them out any more.
     *
     * @param previous the snapshot that the result will replace
     * @throws RejectedConfigException when the configuration breaks a rule; nothing is changed then
     */
    public RuntimeSnapshot compile(GatewayConfig config, RuntimeSnapshot previous) throws RejectedConfigException {
        List<Violation> violations = ConfigCheck.violations(config, previous.config(), upstreamCompiler);
        if (!violations.isEmpty()) {
            throw new RejectedConfigException(violations);
        }
        Identities identities = Identities.of(config);
        Map<String, UpstreamRuntime> upstreams = new HashMap<>();
        for (Upstream upstream : config.upstreams()) {
            upstreams.put(upstream.name(), compile(upstream, identities, previous));
        }
        Router router = router(config, identities, upstreams, previous);
        return new RuntimeSnapshot(previous.generation() + 1, config, router, upstreams);
    }

    private UpstreamRuntime compile(Upstream upstream, Identities identities, RuntimeSnapshot previous) {
        UpstreamRuntime before = previous.upstreams().get(upstream.name());
        return upstreamCompiler.compile(upstream, identities.clientOf(upstream), before);
    }

    private Router router(
            GatewayConfig config,
            Identities identities,
            Map<String, UpstreamRuntime> upstreams,
            RuntimeSnapshot previous) {
        IndexedRouter before = previous.router() instanceof IndexedRouter indexed ? indexed : null;
        List<RouteRuntime> routesBefore = before == null ? List.of() : before.routes();
        Map<UUID, RouteRuntime> known = new HashMap<>();
        routesBefore.forEach(route -> known.put(route.config().id(), route));

        List<RouteRuntime> routes = new ArrayList<>();
        for (Service service : config.services()) {
            if (!service.enabled()) {
                continue;
            }
            UpstreamRuntime upstream = upstreamOf(service, upstreams, previous);
            ServiceRuntime after = new ServiceRuntime(service, upstream, identities.of(service, upstream));
            ServiceRuntime runtime = known(after, known);
            service.routes().forEach(route -> routes.add(routeRuntime(route, runtime, known)));
        }
        config.routes().forEach(route -> routes.add(routeRuntime(route, null, known)));

        if (before == null || !configs(routes).equals(configs(routesBefore))) {
            return new IndexedRouter(RouteIndex.of(configs(routes)), routes);
        }
        return routes.equals(routesBefore) ? before : new IndexedRouter(before.index(), routes);
    }

    /** The upstream that a service names; for one that names none, an upstream of its host and port alone. */
    private UpstreamRuntime upstreamOf(
            Service service, Map<String, UpstreamRuntime> upstreams, RuntimeSnapshot previous) {
        UpstreamRuntime named = upstreams.get(service.host());
        if (named != null) {
            return named;
        }
        // No configured upstream is called so: names of upstreams have no port.
        String address = addressOf(service);
        UpstreamRuntime shared = upstreams.get(address);
        if (shared == null) {
            Target target = new Target(null, address, null, List.of());
            Upstream made = Upstream.builder(address).targets(List.of(target)).build();
            shared = compile(made, Identities.NONE, previous);
            upstreams.put(address, shared);
        }
        return shared;
    }

    /** A service's own host and port, as a target. */
    static String addressOf(Service service) {
        String host = service.host();
        boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bareIpv6 ? "[" + host + "]" : host) + ":" + service.port();
    }

    /** The same service in the snapshot before, if it is equal. Balancers are equal only to themselves. */
    private static ServiceRuntime known(ServiceRuntime after, Map<UUID, RouteRuntime> known) {
        for (Route route : after.config().routes()) {
            RouteRuntime before = known.get(route.id());
            ServiceRuntime service = before == null ? null : before.service();
            if (service != null && service.equals(after)) {
                return service;
            }
        }
        return after;
    }

    private static RouteRuntime routeRuntime(
            Route route, @Nullable ServiceRuntime service, Map<UUID, RouteRuntime> known) {
        RouteRuntime after = new RouteRuntime(route, service);
        RouteRuntime before = known.get(route.id());
        return before != null && before.equals(after) ? before : after;
    }

    private static List<Route> configs(List<RouteRuntime> routes) {
        return routes.stream().map(RouteRuntime::config).toList();
    }
}
