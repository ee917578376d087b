package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.DrainSupport;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with an endpoint.
 *
 * <p>The condition {@code serving} is not asked: a terminating endpoint that cannot serve any more keeps its sessions
 * until a connection to it fails, and is then left by them one by one.
 */
enum EndpointState {
    /** It takes new sessions and requests. */
    READY,
    /** It is drained: it keeps its sessions and takes no new ones. */
    TERMINATING,
    /** It is not part of the upstream. */
    LEFT_OUT;

    /** The state by an endpoint's conditions (Kubernetes, EndpointSlice); {@code ready} counts as true when left out. */
    static EndpointState of(@Nullable EndpointConditions conditions, DrainSupport drainSupport) {
        boolean ready = conditions == null || !Boolean.FALSE.equals(conditions.getReady());
        boolean terminating = conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
        if (terminating && drainSupport == DrainSupport.ENABLED) {
            return TERMINATING;
        }
        return ready ? READY : LEFT_OUT;
    }
}
