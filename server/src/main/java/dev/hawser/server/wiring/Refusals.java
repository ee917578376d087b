package dev.hawser.server.wiring;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Route;
import dev.hawser.config.Violation;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.kubernetes.translate.Tags;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leads from what is wrong with a configuration to the objects that its entities were made of. */
final class Refusals {

    private static final Pattern ENTITY = Pattern.compile(
            "(services|routes|upstreams|certificates|ca_certificates)\\[(\\d+)](?:\\.routes\\[(\\d+)])?.*");

    private Refusals() {}

    /** What the violations of a configuration mean for its objects. */
    static List<Refusal> of(List<Violation> violations, GatewayConfig config) {
        return violations.stream()
                .<Refusal>map(violation -> new Refusal.Rejected(
                        Tags.ownerOf(tags(violation.path(), config)).orElse(null), violation.toString()))
                .toList();
    }

    private static List<String> tags(String path, GatewayConfig config) {
        Matcher matcher = ENTITY.matcher(path);
        if (!matcher.matches()) {
            return List.of();
        }
        int index = Integer.parseInt(matcher.group(2));
        return switch (matcher.group(1)) {
            case "services" -> {
                List<Route> routes = config.services().get(index).routes();
                yield matcher.group(3) == null
                        ? config.services().get(index).tags()
                        : routes.get(Integer.parseInt(matcher.group(3))).tags();
            }
            case "routes" -> config.routes().get(index).tags();
            case "upstreams" -> config.upstreams().get(index).tags();
            case "ca_certificates" -> config.caCertificates().get(index).tags();
            default -> config.certificates().get(index).tags();
        };
    }
}
