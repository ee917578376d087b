package dev.hawser.server.playground.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Composes the status of a Deployment from its ReplicaSets, such that {@code kubectl rollout status} and {@code kubectl
 * get deployments} say what is (Kubernetes, "Deployments", status).
 *
 * <p>Conditions: {@code Available}, and {@code Progressing} with the reasons NewReplicaSetCreated, ReplicaSetUpdated,
 * NewReplicaSetAvailable and ProgressDeadlineExceeded. Composing without a change gives an equal status.
 */
final class DeploymentStatusComposer {

    private static final int DEFAULT_DEADLINE_SECONDS = 600;
    private static final String COMPLETE = "NewReplicaSetAvailable";

    private DeploymentStatusComposer() {}

    /** What this reconciliation did to the newest ReplicaSet. */
    enum Newest {
        CREATED,
        KEPT
    }

    static DeploymentStatus compose(
            Deployment deployment, RolloutLimits limits, ReplicaSetHistory history, Newest newest, Instant now) {
        List<ReplicaSet> all = new ArrayList<>(history.old());
        history.newest().ifPresent(all::add);
        int told = all.stream().mapToInt(ReplicaSetHistory::replicas).sum();
        int available = sum(all, ReplicaSetStatus::getAvailableReplicas);
        DeploymentStatus before = before(deployment);
        DeploymentStatus counts = new DeploymentStatusBuilder(before)
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(sum(all, ReplicaSetStatus::getReplicas))
                .withUpdatedReplicas(sum(history.newest().stream().toList(), ReplicaSetStatus::getReplicas))
                .withReadyReplicas(sum(all, ReplicaSetStatus::getReadyReplicas))
                .withAvailableReplicas(available)
                .withUnavailableReplicas(Math.max(0, told - available))
                .build();
        List<DeploymentCondition> conditions = new ArrayList<>();
        conditions.add(available(before, available >= limits.minAvailable(), now));
        conditions.add(progressing(deployment, limits, counts, newest, now));
        return new DeploymentStatusBuilder(counts).withConditions(conditions).build();
    }

    /** When the deadline for progress passes, counted from now; empty while nothing is awaited. */
    static Optional<Duration> untilDeadline(Deployment deployment, DeploymentStatus status, Instant now) {
        return condition(status, "Progressing")
                .filter(condition -> "True".equals(condition.getStatus()) && !COMPLETE.equals(condition.getReason()))
                .map(condition -> Duration.between(now, deadline(deployment, condition)));
    }

    private static DeploymentStatus before(Deployment deployment) {
        return deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
    }

    private static int sum(List<ReplicaSet> sets, Function<ReplicaSetStatus, @Nullable Integer> count) {
        return sets.stream()
                .map(ReplicaSet::getStatus)
                .filter(Objects::nonNull)
                .mapToInt(status -> orZero(count.apply(status)))
                .sum();
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static DeploymentCondition available(DeploymentStatus before, boolean enough, Instant now) {
        return enough
                ? keep(
                        before,
                        "Available",
                        "True",
                        "MinimumReplicasAvailable",
                        "Deployment has minimum availability.",
                        now)
                : keep(
                        before,
                        "Available",
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.",
                        now);
    }

    private static DeploymentCondition progressing(
            Deployment deployment, RolloutLimits limits, DeploymentStatus counts, Newest newest, Instant now) {
        DeploymentStatus before = before(deployment);
        Optional<DeploymentCondition> last = condition(before, "Progressing");
        if (newest == Newest.CREATED || last.isEmpty()) {
            return renew(before, "True", "NewReplicaSetCreated", "Created a ReplicaSet for the template.", now);
        }
        if (isComplete(limits, counts)) {
            return keep(before, "Progressing", "True", COMPLETE, "The ReplicaSet has successfully progressed.", now);
        }
        if (hasProgressed(before, counts)) {
            return renew(before, "True", "ReplicaSetUpdated", "The ReplicaSet is progressing.", now);
        }
        boolean late = !COMPLETE.equals(last.get().getReason())
                && !deadline(deployment, last.get()).isAfter(now);
        return late
                ? keep(
                        before,
                        "Progressing",
                        "False",
                        "ProgressDeadlineExceeded",
                        "The ReplicaSet has timed out progressing.",
                        now)
                : last.get();
    }

    private static boolean isComplete(RolloutLimits limits, DeploymentStatus counts) {
        return counts.getUpdatedReplicas() == limits.desired()
                && counts.getReplicas() == limits.desired()
                && counts.getAvailableReplicas() == limits.desired();
    }

    private static boolean hasProgressed(DeploymentStatus before, DeploymentStatus now) {
        int oldBefore = orZero(before.getReplicas()) - orZero(before.getUpdatedReplicas());
        int oldNow = now.getReplicas() - now.getUpdatedReplicas();
        return now.getUpdatedReplicas() > orZero(before.getUpdatedReplicas())
                || oldNow < oldBefore
                || now.getReadyReplicas() > orZero(before.getReadyReplicas())
                || now.getAvailableReplicas() > orZero(before.getAvailableReplicas());
    }

    private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return Instant.parse(progressing.getLastUpdateTime())
                .plusSeconds(seconds == null ? DEFAULT_DEADLINE_SECONDS : seconds);
    }

    private static Optional<DeploymentCondition> condition(DeploymentStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** The same condition as before when it says the same. */
    private static DeploymentCondition keep(
            DeploymentStatus before, String type, String status, String reason, String message, Instant now) {
        return condition(before, type)
                .filter(last -> status.equals(last.getStatus()) && reason.equals(last.getReason()))
                .orElseGet(() -> fresh(before, type, status, reason, message, now));
    }

    /** Progressing, and just seen to be: the deadline counts from now. */
    private static DeploymentCondition renew(
            DeploymentStatus before, String status, String reason, String message, Instant now) {
        return fresh(before, "Progressing", status, reason, message, now);
    }

    private static DeploymentCondition fresh(
            DeploymentStatus before, String type, String status, String reason, String message, Instant now) {
        String timestamp = now.truncatedTo(ChronoUnit.SECONDS).toString();
        String since = condition(before, type)
                .filter(last -> status.equals(last.getStatus()))
                .map(DeploymentCondition::getLastTransitionTime)
                .orElse(timestamp);
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(timestamp)
                .withLastTransitionTime(since)
                .build();
    }
}
