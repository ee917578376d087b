package dev.hawser.kubernetes.status;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.translate.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects that the data plane serves.
 *
 * @param routed the objects that have a route
 * @param programmed the Services whose upstreams are all as the translation says
 */
record LiveObjects(Set<ObjectKey> routed, Set<ObjectKey> programmed) {

    @SuppressWarnings("ReferenceEquality") // The very same needs no comparison of everything in it.
    static LiveObjects of(Outcome outcome) {
        GatewayConfig live = outcome.live();
        Set<ObjectKey> routed = new HashSet<>();
        live.services().forEach(service -> addOwners(service.routes(), routed));
        addOwners(live.routes(), routed);
        Set<ObjectKey> programmed = services(live);
        GatewayConfig wanted = outcome.translation().config();
        if (live != wanted) {
            // Refused, or not answered yet: a gateway that is away refuses nothing, and has nothing new either.
            programmed.removeAll(differing(wanted, live));
        }
        return new LiveObjects(routed, programmed);
    }

    /**
     * Whether a gateway has taken or refused anything yet. Until then the very {@link GatewayConfig#EMPTY} counts as live,
     * which no translation is, not even that of an empty cluster.
     */
    @SuppressWarnings("ReferenceEquality")
    static boolean areKnown(Outcome outcome) {
        return outcome.live() != GatewayConfig.EMPTY || !outcome.refusals().isEmpty();
    }

    boolean hasRoute(ObjectKey ingress) {
        return routed.contains(ingress);
    }

    boolean isProgrammed(ObjectKey service) {
        return programmed.contains(service);
    }

    private static void addOwners(List<Route> routes, Set<ObjectKey> owners) {
        routes.forEach(route -> Tags.ownerOf(route.tags()).ifPresent(owners::add));
    }

    private static Set<ObjectKey> services(GatewayConfig config) {
        Set<ObjectKey> services = new HashSet<>();
        config.services().forEach(service -> Tags.ownerOf(service.tags()).ifPresent(services::add));
        return services;
    }

    /** The Services with an upstream that the data plane has not, or has otherwise; which targets it has is no matter. */
    private static Set<ObjectKey> differing(GatewayConfig wanted, GatewayConfig live) {
        Map<String, Upstream> liveUpstreams = upstreams(live);
        Map<String, Upstream> wantedUpstreams = upstreams(wanted);
        Set<ObjectKey> differing = new HashSet<>();
        for (Service service : wanted.services()) {
            Upstream upstream = wantedUpstreams.get(service.host());
            if (upstream != null && !upstream.equals(liveUpstreams.get(service.host()))) {
                Tags.ownerOf(service.tags()).ifPresent(differing::add);
            }
        }
        return differing;
    }

    private static Map<String, Upstream> upstreams(GatewayConfig config) {
        Map<String, Upstream> upstreams = new HashMap<>();
        for (Upstream upstream : config.upstreams()) {
            upstreams.put(
                    upstream.name(), upstream.toBuilder().targets(List.of()).build());
        }
        return upstreams;
    }
}
