package dev.hawser.proxy.routing;

import dev.hawser.config.Route;
import dev.hawser.proxy.RequestView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rules of a configuration, found by host, then by path. A request asks at most the rules of its exact host, of the
 * wildcards that its host falls under, and those that name no host; of these the first in precedence wins. Immutable;
 * it knows routes by their place only, and so outlives changes of what they lead to.
 */
public final class RouteIndex {

    private final Map<String, PathIndex> exactHosts;
    private final Map<String, PathIndex> hostSuffixes;
    private final Map<String, PathIndex> hostPrefixes;
    private final PathIndex anyHost;

    private RouteIndex(List<RouteRule> rules) {
        Map<HostPattern.Kind, Map<String, PathIndex.Builder>> byHost = new HashMap<>();
        PathIndex.Builder hostless = new PathIndex.Builder();
        for (int rank = 0; rank < rules.size(); rank++) {
            RouteRule rule = rules.get(rank);
            if (rule.hosts().isEmpty()) {
                hostless.add(rank, rule, HostPattern.Authority.NO_PORT);
            }
            for (HostPattern host : rule.hosts()) {
                byHost.computeIfAbsent(host.kind(), kind -> new HashMap<>())
                        .computeIfAbsent(host.name(), name -> new PathIndex.Builder())
                        .add(rank, rule, host.port());
            }
        }
        this.exactHosts = built(byHost, HostPattern.Kind.EXACT);
        this.hostSuffixes = built(byHost, HostPattern.Kind.SUFFIX);
        this.hostPrefixes = built(byHost, HostPattern.Kind.PREFIX);
        this.anyHost = hostless.build();
    }

    private static Map<String, PathIndex> built(
            Map<HostPattern.Kind, Map<String, PathIndex.Builder>> byHost, HostPattern.Kind kind) {
        Map<String, PathIndex> built = new HashMap<>();
        byHost.getOrDefault(kind, Map.of()).forEach((name, builder) -> built.put(name, builder.build()));
        return Map.copyOf(built);
    }

    /**
     * Indexes routes, which hits then name by their place in the list.
     *
     * @throws IllegalArgumentException when a path or an expression of a route cannot be read
     */
    public static RouteIndex of(List<Route> routes) {
        List<RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            rules.addAll(RouteRule.of(routes.get(i), i));
        }
        rules.sort(RouteRule.BY_PRECEDENCE);
        return new RouteIndex(rules);
    }

    PathIndex.@Nullable Hit find(RequestView request) {
        HostPattern.Authority authority = HostPattern.Authority.parse(request.host());
        String host = authority.name();
        int port = authority.port() == HostPattern.Authority.NO_PORT ? defaultPort(request) : authority.port();
        PathIndex.@Nullable Hit best = null;
        PathIndex exact = exactHosts.get(host);
        if (exact != null) {
            best = exact.better(best, request, port);
        }
        if (!hostSuffixes.isEmpty() || !hostPrefixes.isEmpty()) {
            best = betterByWildcard(best, request, host, port);
        }
        return anyHost.better(best, request, port);
    }

    private PathIndex.@Nullable Hit betterByWildcard(
            PathIndex.@Nullable Hit best, RequestView request, String host, int port) {
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            PathIndex bySuffix = dot == 0 ? null : hostSuffixes.get(host.substring(dot));
            if (bySuffix != null) {
                best = bySuffix.better(best, request, port);
            }
            PathIndex byPrefix = dot == host.length() - 1 ? null : hostPrefixes.get(host.substring(0, dot + 1));
            if (byPrefix != null) {
                best = byPrefix.better(best, request, port);
            }
        }
        return best;
    }

    /** The port that a client means when it names none. */
    private static int defaultPort(RequestView request) {
        return request.secure() ? 443 : 80;
    }
}
