package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What controllers ask about a pod (Kubernetes, "Pod Lifecycle"). */
final class PodState {

    private PodState() {}

    static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** All containers have ended and none will be started again. */
    static boolean isFinished(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Counts as a replica. */
    static boolean isActive(Pod pod) {
        return !isTerminating(pod) && !isFinished(pod);
    }

    /** Empty text while the pod has no phase. */
    static String phase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return phase == null ? "" : phase;
    }

    static boolean isReady(Pod pod) {
        return readyCondition(pod).isPresent();
    }

    /** Since when the pod is ready; empty when it is not. */
    static Optional<Instant> readySince(Pod pod) {
        return readyCondition(pod)
                .map(condition -> condition.getLastTransitionTime() == null
                        ? Instant.EPOCH
                        : Instant.parse(condition.getLastTransitionTime()));
    }

    /** How long a ready pod has to wait until it counts as available; zero or negative when it does. */
    static Optional<Duration> untilAvailable(Pod pod, Duration minReady, Instant now) {
        return readySince(pod)
                .map(since -> minReady.isZero() ? Duration.ZERO : Duration.between(now, since.plus(minReady)));
    }

    private static Optional<PodCondition> readyCondition(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready") && "True".equals(condition.getStatus()))
                .findFirst();
    }
}
