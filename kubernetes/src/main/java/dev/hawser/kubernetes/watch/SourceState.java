package dev.hawser.kubernetes.watch;

import java.time.Instant;
import java.util.Optional;

/**
 * How the watch of one kind is doing, for readiness, metrics and people.
 *
 * @param kind the kind: {@code "Ingress"}
 * @param resource the kind as roles and the API server name it: {@code "ingresses.networking.k8s.io"}
 * @param namespace the namespace that is watched; empty for all
 * @param phase how it is doing
 * @param since when that began
 * @param failure what is wrong; empty when nothing is
 */
public record SourceState(
        String kind, String resource, String namespace, Phase phase, Instant since, Optional<String> failure) {

    /** How a watch is doing. A constant's name in lower case is part of metrics. */
    public enum Phase {
        /** It has just begun. */
        STARTING,
        /** Changes arrive as they happen. */
        WATCHING,
        /** It is tried again and again; what was known before stays. */
        FAILING,
        /** As {@link #FAILING}, because a permission is missing. */
        FORBIDDEN,
        /** The API server does not know the kind, so there are no such objects; it is asked every few seconds. */
        ABSENT
    }
}
