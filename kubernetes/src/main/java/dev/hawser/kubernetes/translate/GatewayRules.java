package dev.hawser.kubernetes.translate;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.config.TargetAddress;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.config.validation.ConfigValidator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks of single values and entities whether the gateway takes them. A configuration is taken as a whole or not at all,
 * so what it would refuse must be found here, while it is still known whose it is.
 */
final class GatewayRules {

    static final String HOST_EXPECTED = "a host name, which may have one * as its leftmost or rightmost label";

    private static final String ANY = "any";

    private GatewayRules() {}

    static boolean takesHost(String host) {
        return refusal(anyRoute().paths(List.of("/")).hosts(List.of(host)).build())
                .isEmpty();
    }

    static boolean takesServerName(String name) {
        return refusal(anyRoute().paths(List.of("/")).snis(List.of(name)).build())
                .isEmpty();
    }

    static boolean takesTag(String tag) {
        return refusal(anyRoute().paths(List.of("/")).tags(List.of(tag)).build())
                .isEmpty();
    }

    static boolean takesServicePath(String path) {
        return refusal(Service.builder(EntityIds.ofService(ANY), ANY).path(path).build())
                .isEmpty();
    }

    static boolean takesHostHeader(String host) {
        return refusal(Upstream.builder(ANY).hostHeader(host).build()).isEmpty();
    }

    static boolean takesTarget(String target) {
        try {
            TargetAddress.parse(target);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Why the gateway refuses a path of a route; empty when it takes it. */
    static Optional<String> refusalOfPath(String path) {
        return refusal(anyRoute().paths(List.of(path)).build());
    }

    /** Why the gateway refuses a route; empty when it takes it. */
    static Optional<String> refusal(Route route) {
        return refusal(new GatewayConfig(List.of(), List.of(route), List.of(), List.of()));
    }

    /** Why the gateway refuses a service; empty when it takes it. */
    static Optional<String> refusal(Service service) {
        Service alone = service.toBuilder().routes(List.of()).build();
        return refusal(new GatewayConfig(List.of(alone), List.of(), List.of(), List.of()));
    }

    /** Why the gateway refuses an authority; empty when it takes it. */
    static Optional<String> refusal(CaCertificate authority) {
        return refusal(new GatewayConfig(List.of(), List.of(), List.of(), List.of(), List.of(authority)));
    }

    /** Why the gateway refuses an upstream; empty when it takes it. */
    static Optional<String> refusal(Upstream upstream) {
        return refusal(new GatewayConfig(List.of(), List.of(), List.of(upstream), List.of()));
    }

    private static Optional<String> refusal(GatewayConfig config) {
        List<Violation> violations = ConfigValidator.validate(config);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(violations.stream().map(GatewayRules::text).collect(Collectors.joining("; ")));
    }

    /** Without the place of the only entity: {@code upstreams[0].slots} is {@code slots}. */
    private static String text(Violation violation) {
        String path = violation.path().replaceFirst("^[a-z_]+\\[0](\\.|$)", "");
        return path.isEmpty() || path.startsWith("paths[") ? violation.message() : path + ": " + violation.message();
    }

    private static Route.Builder anyRoute() {
        return Route.builder(EntityIds.ofRoute(ANY));
    }
}
