package dev.hawser.kubernetes.translate;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Route.PathHandling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Applies the annotations of an Ingress to its routes. A bad value leaves the route as it is. */
final class RouteAnnotations {

    private static final String FORCE_SSL_REDIRECT = "ingress.kubernetes.io/force-ssl-redirect";
    private static final List<String> UNSUPPORTED = List.of("plugins", "override", "rewrite");
    private static final Set<Integer> REDIRECT_CODES = Set.of(426, 301, 302, 307, 308);
    private static final Set<Protocol> PROTOCOLS =
            Set.of(Protocol.HTTP, Protocol.HTTPS, Protocol.GRPC, Protocol.GRPCS, Protocol.WS, Protocol.WSS);
    /** The protocols that can stand together in one route. */
    private static final List<Set<Protocol>> FAMILIES = List.of(
            Set.of(Protocol.HTTP, Protocol.HTTPS),
            Set.of(Protocol.GRPC, Protocol.GRPCS),
            Set.of(Protocol.WS, Protocol.WSS));

    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Annotations annotations;

    RouteAnnotations(Annotations annotations) {
        this.annotations = annotations;
    }

    /** The prefix that marks regular expressions. */
    String regexPrefix() {
        return annotations
                .text("regex-prefix")
                .filter(text -> !text.isEmpty())
                .orElse(IngressPaths.DEFAULT_REGEX_PREFIX);
    }

    void apply(Route.Builder route, List<String> hosts) {
        annotations.refuseUnsupported(UNSUPPORTED);
        List<Protocol> protocols = protocols();
        route.protocols(protocols);
        boolean grpc = protocols.stream().anyMatch(Protocol::grpc);
        annotations.flag("strip-path").filter(strip -> !(strip && grpc)).ifPresent(route::stripPath);
        annotations.flag("preserve-host").ifPresent(route::preserveHost);
        applyRedirect(route, protocols);
        annotations
                .number("regex-priority", Integer.MIN_VALUE, Integer.MAX_VALUE)
                .ifPresent(route::regexPriority);
        route.methods(methods());
        if (grpc) {
            refuseForGrpc(route);
        }
        route.snis(serverNames());
        annotations.flag("request-buffering").ifPresent(route::requestBuffering);
        annotations.flag("response-buffering").ifPresent(route::responseBuffering);
        route.hosts(withAliases(hosts));
        route.headers(headers());
        pathHandling().ifPresent(route::pathHandling);
    }

    /** The gateway takes neither: the path is the name of the procedure, and every call is a POST. */
    private void refuseForGrpc(Route.Builder route) {
        if (annotations.flag("strip-path").orElse(false)) {
            annotations.refuseText("strip-path", "true", "false for a route of gRPC");
        }
        if (!annotations.list("methods").isEmpty()) {
            annotations.refuseText(
                    "methods", String.join(",", annotations.list("methods")), "none for a route of gRPC");
            route.methods(List.of());
        }
    }

    private List<Protocol> protocols() {
        List<Protocol> protocols = new ArrayList<>();
        for (String name : annotations.list("protocols")) {
            Optional<Protocol> protocol =
                    Protocol.parse(name.toLowerCase(Locale.ROOT)).filter(PROTOCOLS::contains);
            if (protocol.isEmpty()) {
                annotations.refuseText("protocols", name, "http, https, grpc, grpcs, ws or wss");
                return List.of();
            }
            protocols.add(protocol.get());
        }
        if (FAMILIES.stream().noneMatch(family -> family.containsAll(protocols))) {
            annotations.refuseText(
                    "protocols", String.join(",", annotations.list("protocols")), "protocols of one family");
            return List.of();
        }
        return protocols.stream().distinct().toList();
    }

    /** Forcing TLS redirects with 302 unless another status is asked for. */
    private void applyRedirect(Route.Builder route, List<Protocol> protocols) {
        if (annotations.exactFlag(FORCE_SSL_REDIRECT).orElse(false)) {
            boolean grpc = protocols.stream().anyMatch(Protocol::grpc);
            route.protocols(List.of(grpc ? Protocol.GRPCS : Protocol.HTTPS));
            route.httpsRedirectStatusCode(302);
        }
        annotations.number("https-redirect-status-code", 0, 999).ifPresent(code -> {
            if (REDIRECT_CODES.contains(code)) {
                route.httpsRedirectStatusCode(code);
            } else {
                annotations.refuseText("https-redirect-status-code", code.toString(), "426, 301, 302, 307 or 308");
            }
        });
    }

    private List<String> methods() {
        List<String> methods = new ArrayList<>();
        for (String name : annotations.list("methods")) {
            String method = name.toUpperCase(Locale.ROOT);
            if (!METHOD.matcher(method).matches()) {
                annotations.refuseText("methods", name, "letters");
                return List.of();
            }
            methods.add(method);
        }
        return methods.stream().distinct().toList();
    }

    private List<String> serverNames() {
        return annotations.list("snis").stream()
                .filter(name -> {
                    if (GatewayRules.takesServerName(name)) {
                        return true;
                    }
                    annotations.refuseText("snis", name, GatewayRules.HOST_EXPECTED);
                    return false;
                })
                .distinct()
                .toList();
    }

    /** A route without hosts takes every host already; an alias must not narrow it. */
    private List<String> withAliases(List<String> hosts) {
        Set<String> all = new LinkedHashSet<>(hosts);
        for (String alias : annotations.list("host-aliases")) {
            if (!GatewayRules.takesHost(alias)) {
                annotations.refuseText("host-aliases", alias, GatewayRules.HOST_EXPECTED);
            } else if (!hosts.isEmpty()) {
                all.add(alias);
            }
        }
        return List.copyOf(all);
    }

    private Map<String, List<String>> headers() {
        String separator = annotations
                .text("headers-separator")
                .filter(text -> !text.isEmpty())
                .orElse(",");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        annotations.startingWith("headers.").forEach((name, text) -> {
            List<String> values = Annotations.split(text, separator);
            if (!HEADER.matcher(name).matches() || name.equalsIgnoreCase("host")) {
                annotations.refuseText("headers." + name, text, "the name of a header field other than Host");
            } else if (values.isEmpty()) {
                annotations.refuseText("headers." + name, text, "at least one value");
            } else {
                headers.put(name, values);
            }
        });
        return headers;
    }

    private Optional<PathHandling> pathHandling() {
        return annotations.text("path-handling").flatMap(text -> {
            Optional<PathHandling> handling = PathHandling.parse(text);
            if (handling.isEmpty()) {
                annotations.refuseText("path-handling", text, "v0 or v1");
            }
            return handling;
        });
    }
}
