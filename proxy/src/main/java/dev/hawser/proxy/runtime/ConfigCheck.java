package dev.hawser.proxy.runtime;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Healthchecks;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.proxy.balancing.Members;
import dev.hawser.proxy.routing.RouteIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds what would make a configuration impossible to serve, before anything is changed for it. A configuration without
 * violations always compiles. Used for one configuration.
 */
final class ConfigCheck {

    private final UpstreamCompiler upstreams;
    private final List<Violation> violations = new ArrayList<>();
    /** Where each identity was seen first. */
    private final Map<String, String> seen = new HashMap<>();

    private ConfigCheck(UpstreamCompiler upstreams) {
        this.upstreams = upstreams;
    }

    /**
     * Everything that is wrong, in the order of the document.
     *
     * @param accepted a configuration without violations; what is equal in it is not looked at again
     */
    static List<Violation> violations(GatewayConfig config, GatewayConfig accepted, UpstreamCompiler upstreams) {
        ConfigCheck check = new ConfigCheck(upstreams);
        boolean sameRouting =
                config.services().equals(accepted.services()) && config.routes().equals(accepted.routes());
        if (!sameRouting) {
            check.routing(config);
        }
        check.implicitUpstreams(config);
        Map<String, Upstream> known = new HashMap<>();
        accepted.upstreams().forEach(upstream -> known.put(upstream.name(), upstream));
        for (int i = 0; i < config.upstreams().size(); i++) {
            Upstream upstream = config.upstreams().get(i);
            String path = "upstreams[" + i + "]";
            check.unique("upstream name", upstream.name(), path + ".name");
            if (!upstream.equals(known.get(upstream.name()))) {
                check.upstream(upstream, path);
            }
        }
        return check.violations;
    }

    private void routing(GatewayConfig config) {
        for (int i = 0; i < config.services().size(); i++) {
            service(config.services().get(i), "services[" + i + "]");
        }
        routes(config.routes(), "routes");
    }

    private void service(Service service, String path) {
        unique("service id", service.id(), path + ".id");
        unique("service name", service.name(), path + ".name");
        routes(service.routes(), path + ".routes");
    }

    /** A service whose host is no upstream must name an address itself. */
    private void implicitUpstreams(GatewayConfig config) {
        Set<String> names = new HashSet<>();
        config.upstreams().forEach(upstream -> names.add(upstream.name()));
        for (int i = 0; i < config.services().size(); i++) {
            Service service = config.services().get(i);
            if (!names.contains(service.host())) {
                attempt("services[" + i + "].host", () -> TargetAddress.parse(SnapshotCompiler.addressOf(service)));
            }
        }
    }

    private void routes(List<Route> routes, String path) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            String at = path + "[" + i + "]";
            unique("route id", route.id(), at + ".id");
            unique("route name", route.name(), at + ".name");
            Route bare = Route.builder(route.id()).build();
            for (int j = 0; j < route.paths().size(); j++) {
                Route one =
                        bare.toBuilder().paths(List.of(route.paths().get(j))).build();
                attempt(at + ".paths[" + j + "]", () -> RouteIndex.of(List.of(one)));
            }
            route.headers().forEach((name, values) -> {
                Route one = bare.toBuilder().headers(Map.of(name, values)).build();
                attempt(at + ".headers." + name, () -> RouteIndex.of(List.of(one)));
            });
        }
    }

    private void upstream(Upstream upstream, String path) {
        List<Target> targets = upstream.targets();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            String at = path + ".targets[" + i + "]";
            attempt(at + ".target", () -> TargetAddress.parse(target.target()));
            unique("target of " + path, upstreams.idOf(upstream, target), at);
            int weight = target.weightOrDefault();
            if (weight < 0 || weight > Target.MAX_WEIGHT) {
                violate(at + ".weight", weight + " (expected: 0 to " + Target.MAX_WEIGHT + ")");
            }
        }
        Members none = Members.of(List.of());
        attempt(path + ".sticky_sessions_cookie", () -> UpstreamCompiler.sticky(upstream, none));
        attempt(path + ".hash_on_cookie", () -> UpstreamCompiler.hashing(upstream, none));
        if (targets.size() > Members.MAX_SIZE) {
            violate(path + ".targets", targets.size() + " (expected: at most " + Members.MAX_SIZE + ")");
        }
        probe(upstream.healthchecks(), path + ".healthchecks.active");
    }

    /** What goes into the head of a probe must not end a line of it. */
    private void probe(@Nullable Healthchecks healthchecks, String path) {
        Healthchecks.Active active = healthchecks == null ? null : healthchecks.active();
        if (active == null) {
            return;
        }
        String httpPath = active.httpPath();
        if (httpPath != null && (!httpPath.startsWith("/") || !printable(httpPath) || httpPath.indexOf(' ') >= 0)) {
            violate(path + ".http_path", "'" + httpPath + "' (expected: a path of printable ASCII characters)");
        }
        active.headers().forEach((name, values) -> {
            if (name.isEmpty() || !printable(name) || name.indexOf(' ') >= 0 || name.indexOf(':') >= 0) {
                violate(path + ".headers", "'" + name + "' (expected: the name of a header field)");
            }
            if (!values.stream().allMatch(ConfigCheck::printable)) {
                violate(path + ".headers." + name, "(expected: printable ASCII characters)");
            }
        });
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    private void unique(String kind, @Nullable Object identity, String path) {
        String first = identity == null ? null : seen.putIfAbsent(kind + '\0' + identity, path);
        if (first != null) {
            violate(path, "'" + identity + "' (expected: unique, but it is that of " + first + ")");
        }
    }

    private void attempt(String path, Supplier<?> part) {
        try {
            var _ = part.get();
        } catch (IllegalArgumentException e) {
            violate(path, String.valueOf(e.getMessage()));
        }
    }

    private void violate(String path, String message) {
        violations.add(new Violation(path, message));
    }
}
