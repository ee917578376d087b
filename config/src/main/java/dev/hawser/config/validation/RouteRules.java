package dev.hawser.config.validation;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.RoutePath;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a route must fulfil (Kong Gateway 3.9, entity {@code routes}). */
final class RouteRules {

    private static final Set<Integer> REDIRECT_STATUSES = Set.of(426, 301, 302, 307, 308);

    /** The protocols that may stand together in one route. */
    private static final List<Set<Protocol>> FAMILIES = List.of(
            EnumSet.of(Protocol.HTTP, Protocol.HTTPS),
            EnumSet.of(Protocol.GRPC, Protocol.GRPCS),
            EnumSet.of(Protocol.WS, Protocol.WSS));

    private static final String REGEX_VALUE = "~*";

    private RouteRules() {}

    static void check(Route route, Place at) {
        if (route.name() != null) {
            Syntax.name(route.name(), at.field("name"));
        }
        protocols(route, at);
        methods(route.methods(), at.field("methods"));
        for (int i = 0; i < route.hosts().size(); i++) {
            Syntax.wildcardHostWithOptionalPort(
                    route.hosts().get(i), at.field("hosts").item(i));
        }
        headers(route.headers(), at.field("headers"));
        for (int i = 0; i < route.paths().size(); i++) {
            path(route.paths().get(i), at.field("paths").item(i));
        }
        for (int i = 0; i < route.snis().size(); i++) {
            Syntax.wildcardHost(route.snis().get(i), at.field("snis").item(i));
        }
        if (!REDIRECT_STATUSES.contains(route.httpsRedirectStatusCode())) {
            at.field("https_redirect_status_code").report("expected one of: 426, 301, 302, 307, 308");
        }
        Syntax.tags(route.tags(), at.field("tags"));
    }

    private static void protocols(Route route, Place at) {
        boolean layer4 = false;
        for (int i = 0; i < route.protocols().size(); i++) {
            Protocol protocol = route.protocols().get(i);
            if (FAMILIES.stream().noneMatch(family -> family.contains(protocol))) {
                layer4 = true;
                at.field("protocols")
                        .item(i)
                        .report("'" + protocol.text()
                                + "' routes are not supported (expected: http, https, grpc, grpcs, ws or wss)");
            }
        }
        if (layer4) {
            return;
        }
        if (!route.protocols().isEmpty() && FAMILIES.stream().noneMatch(f -> f.containsAll(route.protocols()))) {
            at.field("protocols")
                    .report("these sets are mutually exclusive: ('http', 'https'), ('grpc', 'grpcs'), ('ws', 'wss')");
        }
        if (route.protocols().stream().anyMatch(Protocol::grpc)) {
            grpc(route, at);
        }
        subject(route, at);
    }

    private static void grpc(Route route, Place at) {
        if (route.stripPath()) {
            at.field("strip_path").report("cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'");
        }
        if (!route.methods().isEmpty()) {
            at.field("methods").report("cannot set 'methods' when 'protocols' is 'grpc' or 'grpcs'");
        }
    }

    /** A route that asks for nothing would take every request. */
    private static void subject(Route route, Place at) {
        boolean any = !route.hosts().isEmpty()
                || !route.headers().isEmpty()
                || !route.paths().isEmpty();
        boolean secure =
                route.protocols().isEmpty() || route.protocols().stream().anyMatch(Protocol::secure);
        Protocol named = route.protocols().isEmpty()
                ? Protocol.HTTPS
                : route.protocols().stream()
                        .filter(protocol -> !secure || protocol.secure())
                        .findFirst()
                        .orElseThrow();
        boolean grpc = named.grpc();
        if (any
                || (secure && !route.snis().isEmpty())
                || (!grpc && !route.methods().isEmpty())) {
            return;
        }
        at.report("must set one of " + (grpc ? "" : "'methods', ") + "'hosts', 'headers', 'paths'"
                + (secure ? ", 'snis'" : "") + " when 'protocols' is '" + named.text() + "'");
    }

    private static void methods(List<String> methods, Place at) {
        for (int i = 0; i < methods.size(); i++) {
            String method = methods.get(i);
            if (!Syntax.isToken(method) || !method.equals(method.toUpperCase(Locale.ROOT))) {
                at.item(i).report("invalid value: " + method + " (expected: a method in upper case)");
            }
        }
    }

    private static void headers(Map<String, List<String>> headers, Place at) {
        headers.forEach((name, values) -> {
            Place field = at.field(name);
            if (name.equalsIgnoreCase("host")) {
                field.report("cannot contain 'host' header, which must be specified in the 'hosts' attribute");
            } else {
                Syntax.headerName(name, field);
            }
            if (values.isEmpty()) {
                field.report("length must be at least 1");
            }
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).startsWith(REGEX_VALUE)) {
                    Syntax.regex(values.get(i).substring(REGEX_VALUE.length()), field.item(i));
                }
            }
        });
    }

    private static void path(String path, Place at) {
        try {
            if (RoutePath.parse(path) instanceof RoutePath.Prefix prefix) {
                Syntax.pathCharacters(prefix.text(), at);
            }
        } catch (IllegalArgumentException e) {
            at.report(String.valueOf(e.getMessage()));
        }
    }
}
