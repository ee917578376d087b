package dev.hawser.proxy.routing;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.RoutePath;
import dev.hawser.proxy.RequestView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * A route with those of its paths that rank alike. Kong splits a route whose paths differ in kind or length, so that each
 * path competes with those of other routes on its own: the prefixes of each length make one rule. Regular expressions make
 * a rule each, which rank alike and stand in the order of the route: the first that matches counts, wherever the text that
 * it starts with puts it in an index.
 */
final class RouteRule {

    /**
     * The order in which rules are asked (Kong's {@code traditional_compatible} router): those with more kinds of
     * condition first, then those whose hosts are all plain, with more header fields, with regular expressions, with the
     * higher regex_priority, with longer prefixes; at last the greater id, only to have an order. What is equal then are
     * expressions of one route, whose order a stable sort keeps.
     */
    static final Comparator<RouteRule> BY_PRECEDENCE = Comparator.comparingInt(RouteRule::kindsOfCondition)
            .thenComparing(RouteRule::plainHostsOnly)
            .thenComparingInt(rule -> rule.headers.size())
            .thenComparing(RouteRule::hasExpressions)
            .thenComparingInt(RouteRule::expressionPriority)
            .thenComparingInt(RouteRule::prefixLength)
            .thenComparing(rule -> rule.idText)
            .reversed();

    private final Route route;
    /** Kept for the comparisons of ties. */
    private final String idText;

    private final int ordinal;
    private final List<RoutePath> paths;
    private final List<HostPattern> hosts;
    private final Set<String> methods;
    private final List<HeaderCondition> headers;
    private final List<HostPattern> snis;

    private RouteRule(Route route, int ordinal, List<RoutePath> paths, RouteRule parts) {
        this.route = route;
        this.idText = parts.idText;
        this.ordinal = ordinal;
        this.paths = List.copyOf(paths);
        this.hosts = parts.hosts;
        this.methods = parts.methods;
        this.headers = parts.headers;
        this.snis = parts.snis;
    }

    private RouteRule(Route route, int ordinal) {
        this.route = route;
        this.idText = route.id().toString();
        this.ordinal = ordinal;
        this.paths = List.of();
        this.hosts = route.hosts().stream().map(HostPattern::parse).toList();
        this.methods = Set.copyOf(route.methods());
        this.headers = route.headers().entrySet().stream()
                .map(header -> HeaderCondition.of(header.getKey(), header.getValue()))
                .toList();
        this.snis = route.snis().stream().map(RouteRule::serverName).toList();
    }

    /** A trailing dot marks a name as complete; it is never part of the handshake's. */
    private static HostPattern serverName(String sni) {
        return HostPattern.parse(sni.length() > 1 && sni.endsWith(".") ? sni.substring(0, sni.length() - 1) : sni);
    }

    /**
     * The rules of a route, its expressions in their order; none for a route of stream protocols only.
     *
     * @param ordinal the route's place in its configuration
     * @throws IllegalArgumentException when a path or an expression cannot be read
     */
    static List<RouteRule> of(Route route, int ordinal) {
        if (!route.protocols().isEmpty() && route.protocols().stream().noneMatch(RouteRule::carriesRequests)) {
            return List.of();
        }
        RouteRule whole = new RouteRule(route, ordinal);
        if (route.paths().isEmpty()) {
            return List.of(whole);
        }
        int expressions = Integer.MIN_VALUE;
        TreeMap<Integer, List<RoutePath>> groups = new TreeMap<>();
        for (String text : route.paths()) {
            RoutePath path = RoutePath.parse(text);
            int group = path instanceof RoutePath.Prefix ? text.length() : expressions++;
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(path);
        }
        return groups.values().stream()
                .map(paths -> new RouteRule(route, ordinal, paths, whole))
                .toList();
    }

    private static boolean carriesRequests(Protocol protocol) {
        return switch (protocol) {
            case HTTP, HTTPS, GRPC, GRPCS, WS, WSS -> true;
            case TCP, TLS, UDP, TLS_PASSTHROUGH -> false;
        };
    }

    int ordinal() {
        return ordinal;
    }

    List<HostPattern> hosts() {
        return hosts;
    }

    List<RoutePath> paths() {
        return paths;
    }

    /** Whether everything but host and path fits. */
    boolean accepts(RequestView request) {
        return (methods.isEmpty() || methods.contains(request.method()))
                && (snis.isEmpty() || acceptsServerName(request))
                && acceptsHeaders(request);
    }

    /** Plain connections have no server name, and are not asked for one. */
    private boolean acceptsServerName(RequestView request) {
        if (!request.secure()) {
            return true;
        }
        String sni = request.sni();
        if (sni == null) {
            return false;
        }
        String name = sni.toLowerCase(Locale.ROOT);
        for (HostPattern pattern : snis) {
            if (pattern.matchesName(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean acceptsHeaders(RequestView request) {
        for (HeaderCondition header : headers) {
            if (!header.matches(request.headers(header.name()))) {
                return false;
            }
        }
        return true;
    }

    private int kindsOfCondition() {
        return (methods.isEmpty() ? 0 : 1)
                + (hosts.isEmpty() ? 0 : 1)
                + (paths.isEmpty() ? 0 : 1)
                + (headers.isEmpty() ? 0 : 1)
                + (snis.isEmpty() ? 0 : 1);
    }

    private boolean plainHostsOnly() {
        return !hosts.isEmpty() && hosts.stream().allMatch(host -> host.kind() == HostPattern.Kind.EXACT);
    }

    private boolean hasExpressions() {
        return !paths.isEmpty() && paths.getFirst() instanceof RoutePath.Regex;
    }

    private int expressionPriority() {
        Integer priority = route.regexPriority();
        return hasExpressions() && priority != null ? priority : 0;
    }

    private int prefixLength() {
        return paths.isEmpty() || hasExpressions() ? 0 : paths.getFirst().text().length();
    }
}
