package dev.hawser.server.command;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kong Ingress Controller's feature gates, and what Hawser does in each case. */
final class FeatureGates {

    private static final Logger log = LoggerFactory.getLogger(FeatureGates.class);

    /** The gates of Kong Ingress Controller 3.5, each with the value that describes Hawser. */
    private static final Map<String, Boolean> FIXED = new TreeMap<>(Map.of(
            "GatewayAlpha", false,
            "FillIDs", true,
            "RewriteURIs", false,
            "KongServiceFacade", false,
            "SanitizeKonnectConfigDumps", true,
            "FallbackConfiguration", false,
            "KongCustomEntity", false));

    private FeatureGates() {}

    /** Refuses gates that there are not, and warns of those that have no effect. */
    static void check(Map<String, Boolean> asked) {
        asked.forEach((gate, value) -> {
            Boolean fixed = FIXED.get(gate);
            if (fixed == null) {
                throw UserError.usage(
                        "--feature-gates: " + gate + " (expected: one of " + String.join(", ", FIXED.keySet()) + ")");
            }
            if (!fixed.equals(value)) {
                log.atWarn()
                        .addKeyValue("gate", gate)
                        .addKeyValue("value", value)
                        .log("Feature gate has no effect");
            }
        });
    }
}
