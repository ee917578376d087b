package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which pods go first when a ReplicaSet shrinks (Kubernetes, "ReplicaSet", scaling). In this order: pods without a node;
 * pending ones; those that are not ready; a lower {@code controller.kubernetes.io/pod-deletion-cost}; those that got ready
 * later; more restarts; created later; at last by name. (Kubernetes also spreads over nodes, of which there is one, and
 * takes ages of the same order of magnitude for equal.)
 */
final class ScaleDownOrder {

    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private static final Comparator<Pod> FIRST_TO_GO = Comparator.comparing(ScaleDownOrder::isBound)
            .thenComparingInt(ScaleDownOrder::phaseRank)
            .thenComparing(PodState::isReady)
            .thenComparingInt(ScaleDownOrder::deletionCost)
            .thenComparing(pod -> PodState.readySince(pod).orElse(Instant.EPOCH), Comparator.reverseOrder())
            .thenComparingInt(pod -> -restarts(pod))
            .thenComparing(
                    pod -> pod.getMetadata().getCreationTimestamp(),
                    Comparator.nullsFirst(Comparator.<String>naturalOrder()).reversed())
            .thenComparing(pod -> pod.getMetadata().getName());

    private ScaleDownOrder() {}

    /** That many pods, or all when there are fewer. */
    static List<Pod> firstToGo(List<Pod> pods, int count) {
        return pods.stream().sorted(FIRST_TO_GO).limit(count).toList();
    }

    private static boolean isBound(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node != null && !node.isEmpty();
    }

    private static int phaseRank(Pod pod) {
        return switch (PodState.phase(pod)) {
            case "Running" -> 2;
            case "Unknown" -> 1;
            default -> 0;
        };
    }

    private static int deletionCost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String cost = annotations == null ? null : annotations.get(DELETION_COST);
        try {
            return cost == null ? 0 : Integer.parseInt(cost);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .map(ContainerStatus::getRestartCount)
                        .mapToInt(count -> count == null ? 0 : count)
                        .max()
                        .orElse(0);
    }
}
