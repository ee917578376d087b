package dev.hawser.kubernetes.translate;

import dev.hawser.config.EntityIds;
import dev.hawser.config.Route;
import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.translate.IngressPaths.LegacyDetection;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes routes of Ingresses: one for each host and backend of an Ingress, with all the paths that lead there, and one for
 * the oldest default backend. Names are those that Kong Ingress Controller gives.
 */
final class IngressTranslator {

    private static final String SERVICE_PATH = "/";

    private final LegacyDetection legacyDetection;
    private final Problems problems;
    private final Map<String, ServiceDraft> drafts = new LinkedHashMap<>();
    private final Set<String> routeNames = new HashSet<>();

    private record RouteKey(String host, Backend backend) {}

    IngressTranslator(LegacyDetection legacyDetection, Problems problems) {
        this.legacyDetection = legacyDetection;
        this.problems = problems;
    }

    /**
     * The services with the routes of all these Ingresses.
     *
     * @param ingresses the oldest first
     */
    Collection<ServiceDraft> translate(List<Ingress> ingresses) {
        ingresses.forEach(this::addRules);
        ingresses.stream()
                .filter(ingress -> ingress.getSpec().getDefaultBackend() != null)
                .findFirst()
                .ifPresent(this::addDefaultBackend);
        return drafts.values();
    }

    private void addRules(Ingress ingress) {
        var annotations = new RouteAnnotations(new Annotations(ingress, problems));
        var paths = new IngressPaths(annotations.regexPrefix(), legacyDetection);
        Map<RouteKey, Set<String>> found = new LinkedHashMap<>();
        List<IngressRule> rules = ApiLists.orEmpty(ingress.getSpec().getRules());
        for (int i = 0; i < rules.size(); i++) {
            addRule(ingress, rules.get(i), "spec.rules[" + i + "]", paths, found);
        }
        found.forEach((key, routePaths) -> addRoute(ingress, annotations, key, List.copyOf(routePaths)));
    }

    private void addRule(
            Ingress ingress, IngressRule rule, String at, IngressPaths paths, Map<RouteKey, Set<String>> found) {
        String host = rule.getHost() == null ? "" : rule.getHost();
        if (!host.isEmpty() && !GatewayRules.takesHost(host)) {
            problems.add(
                    ObjectKey.of(ingress),
                    Reason.INVALID_FIELD,
                    at + ".host: \"" + host + "\" (expected: " + GatewayRules.HOST_EXPECTED + ")");
            return;
        }
        if (rule.getHttp() == null) {
            return;
        }
        List<HTTPIngressPath> rulePaths = ApiLists.orEmpty(rule.getHttp().getPaths());
        for (int i = 0; i < rulePaths.size(); i++) {
            HTTPIngressPath path = rulePaths.get(i);
            String pathAt = at + ".http.paths[" + i + "]";
            backend(ingress, path.getBackend(), pathAt + ".backend").ifPresent(backend -> {
                Set<String> valid = validPaths(ingress, path, pathAt, paths);
                if (!valid.isEmpty()) {
                    found.computeIfAbsent(new RouteKey(host, backend), key -> new LinkedHashSet<>())
                            .addAll(valid);
                }
            });
        }
    }

    private Set<String> validPaths(Ingress ingress, HTTPIngressPath path, String at, IngressPaths paths) {
        Set<String> valid = new LinkedHashSet<>();
        try {
            for (String routePath : paths.of(path.getPath(), path.getPathType())) {
                Optional<String> refusal = GatewayRules.refusalOfPath(routePath);
                if (refusal.isPresent()) {
                    throw new IllegalArgumentException(refusal.get());
                }
                valid.add(routePath);
            }
            return valid;
        } catch (IllegalArgumentException e) {
            problems.add(
                    ObjectKey.of(ingress),
                    Reason.INVALID_PATH,
                    at + ".path: \"" + path.getPath() + "\": " + e.getMessage());
            return Set.of();
        }
    }

    private Optional<Backend> backend(Ingress ingress, IngressBackend backend, String at) {
        if (backend != null
                && backend.getService() != null
                && backend.getService().getName() != null) {
            return Optional.of(new Backend(
                    ingress.getMetadata().getNamespace(),
                    backend.getService().getName(),
                    PortRef.of(backend.getService().getPort()),
                    null));
        }
        if (backend != null && backend.getResource() != null) {
            problems.add(
                    ObjectKey.of(ingress), Reason.UNSUPPORTED, at + ".resource: not supported (expected: a service)");
        } else {
            problems.add(ObjectKey.of(ingress), Reason.INVALID_FIELD, at + ": no backend (expected: a service)");
        }
        return Optional.empty();
    }

    private void addRoute(Ingress ingress, RouteAnnotations annotations, RouteKey key, List<String> paths) {
        Backend backend = key.backend();
        String name = String.join(
                ".",
                ingress.getMetadata().getNamespace(),
                ingress.getMetadata().getName(),
                backend.service(),
                key.host().replace('*', '_'),
                backend.port().text());
        Route.Builder route = route(ingress, name).paths(paths);
        annotations.apply(route, key.host().isEmpty() ? List.of() : List.of(key.host()));
        add(ingress, route.build(), backend, SERVICE_PATH);
    }

    private void addDefaultBackend(Ingress ingress) {
        backend(ingress, ingress.getSpec().getDefaultBackend(), "spec.defaultBackend")
                .ifPresent(backend -> {
                    String name = ingress.getMetadata().getNamespace() + "."
                            + ingress.getMetadata().getName();
                    Route.Builder route = route(ingress, name).paths(List.of("/"));
                    new RouteAnnotations(new Annotations(ingress, problems)).apply(route, List.of());
                    // Kong Ingress Controller gives no path to a service that only a default backend leads to.
                    add(ingress, route.build(), backend, null);
                });
    }

    private Route.Builder route(Ingress ingress, String wanted) {
        // Names of Ingresses may have dots, so that two routes can come to the same name: the younger gets a longer
        // one.
        String name = routeNames.add(wanted)
                ? wanted
                : wanted + "~" + ingress.getMetadata().getName();
        return Route.builder(EntityIds.ofRoute(name))
                .name(name)
                .stripPath(false)
                .preserveHost(true)
                .regexPriority(0)
                .requestBuffering(true)
                .responseBuffering(true)
                .tags(Tags.of(ingress, problems));
    }

    /**
     * Adds a route to its service.
     *
     * @param path what the service puts before the path of a request, if it is not there yet
     */
    private void add(Ingress ingress, Route route, Backend backend, @Nullable String path) {
        Optional<String> refusal = GatewayRules.refusal(route);
        if (refusal.isPresent()) {
            problems.add(ObjectKey.of(ingress), Reason.INVALID_FIELD, "route " + route.name() + ": " + refusal.get());
            return;
        }
        drafts.computeIfAbsent(UpstreamName.of(backend).serviceName(), name -> new ServiceDraft(backend, path))
                .add(route, ObjectKey.of(ingress));
    }
}
