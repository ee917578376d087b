package dev.hawser.kubernetes;

import dev.hawser.config.GatewayConfig;
import java.util.List;

/**
 * What came of a snapshot: what statuses and events tell people about.
 *
 * @param snapshot the objects
 * @param translation what they mean
 * @param live the configuration that the data plane serves: that of the translation, or the last one that it took
 * @param refusals why the data plane does not serve the configuration of the translation as it is; empty when it does
 */
public record Outcome(ResourceSnapshot snapshot, Translation translation, GatewayConfig live, List<Refusal> refusals) {

    public Outcome {
        refusals = List.copyOf(refusals);
    }

    /** The outcome when the data plane takes everything. */
    public static Outcome taken(ResourceSnapshot snapshot, Translation translation) {
        return new Outcome(snapshot, translation, translation.config(), List.of());
    }

    /** Whether the data plane goes on with what it had. */
    public boolean isRejected() {
        return refusals.stream().anyMatch(Refusal.Rejected.class::isInstance);
    }
}
