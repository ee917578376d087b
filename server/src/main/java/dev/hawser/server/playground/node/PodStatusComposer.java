package dev.hawser.server.playground.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Composes the status of a pod from what runs of it (Kubernetes, "Pod Lifecycle").
 *
 * <p>A condition keeps its transition time as long as its status stays, and whatever else stands in the status stays, so
 * composing twice gives equal values.
 */
final class PodStatusComposer {

    private final InetAddress hostAddress;

    PodStatusComposer(InetAddress hostAddress) {
        this.hostAddress = hostAddress;
    }

    /** The containers run, each ready or not. */
    PodStatus running(Pod pod, PodRun run, Instant now) {
        String started = timestamp(run.startedAt());
        ContainerState state = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(started)
                .endRunning()
                .build();
        List<ContainerStatus> containers = run.containers().stream()
                .map(container -> containerStatus(run, container.spec(), state)
                        .withReady(container.ready())
                        .withStarted(true)
                        .build())
                .toList();
        return base(pod, run)
                .withPhase("Running")
                .withContainerStatuses(containers)
                .withConditions(conditions(pod, run.ready(), run.ready() ? null : "ContainersNotReady", now))
                .build();
    }

    /** The containers have ended: with exit code 0, or 137 when they were killed. */
    PodStatus finished(Pod pod, PodRun run, Instant now) {
        ContainerState state = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(run.killed() ? 137 : 0)
                .withReason(run.killed() ? "Error" : "Completed")
                .withStartedAt(timestamp(run.startedAt()))
                .withFinishedAt(timestamp(now))
                .endTerminated()
                .build();
        List<ContainerStatus> containers = run.containers().stream()
                .map(container -> containerStatus(run, container.spec(), state)
                        .withReady(false)
                        .withStarted(false)
                        .build())
                .toList();
        return base(pod, run)
                .withPhase(run.killed() ? "Failed" : "Succeeded")
                .withContainerStatuses(containers)
                .withConditions(conditions(pod, false, run.killed() ? "PodFailed" : "PodCompleted", now))
                .build();
    }

    /** The containers cannot be started. */
    PodStatus waiting(Pod pod, String message, Instant now) {
        ContainerState state = new ContainerStateBuilder()
                .withNewWaiting()
                .withReason("CreateContainerError")
                .withMessage(message)
                .endWaiting()
                .build();
        List<ContainerStatus> containers = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withImageID("")
                        .withRestartCount(0)
                        .withReady(false)
                        .withStarted(false)
                        .withState(state)
                        .build())
                .toList();
        return edit(pod)
                .withPhase("Pending")
                .withContainerStatuses(containers)
                .withConditions(conditions(pod, false, "ContainersNotReady", now))
                .build();
    }

    private PodStatusBuilder base(Pod pod, PodRun run) {
        String ip = run.address().getHostAddress();
        return edit(pod)
                .withHostIP(hostAddress.getHostAddress())
                .withStartTime(timestamp(run.startedAt()))
                .withPodIP(ip)
                .withPodIPs(new io.fabric8.kubernetes.api.model.PodIP(ip));
    }

    private static PodStatusBuilder edit(Pod pod) {
        return pod.getStatus() == null ? new PodStatusBuilder() : new PodStatusBuilder(pod.getStatus());
    }

    private static ContainerStatusBuilder containerStatus(PodRun run, Container spec, ContainerState state) {
        UUID id = UUID.nameUUIDFromBytes((run.uid() + '/' + spec.getName()).getBytes(StandardCharsets.UTF_8));
        return new ContainerStatusBuilder()
                .withName(spec.getName())
                .withImage(spec.getImage())
                .withImageID("hawser://" + spec.getImage())
                .withContainerID("hawser://" + id)
                .withRestartCount(0)
                .withState(state);
    }

    private static List<PodCondition> conditions(
            Pod pod, boolean containersReady, @Nullable String reason, Instant now) {
        boolean gatesOpen = pod.getSpec().getReadinessGates().stream()
                .allMatch(gate -> isTrue(existing(pod, gate.getConditionType())));
        String readyReason = containersReady && !gatesOpen ? "ReadinessGatesNotReady" : reason;
        List<PodCondition> conditions = new ArrayList<>();
        conditions.add(condition(pod, "PodScheduled", true, null, now));
        conditions.add(condition(pod, "Initialized", true, null, now));
        conditions.add(condition(pod, "ContainersReady", containersReady, reason, now));
        conditions.add(condition(pod, "Ready", containersReady && gatesOpen, readyReason, now));
        if (pod.getStatus() != null) {
            List<String> own = conditions.stream().map(PodCondition::getType).toList();
            pod.getStatus().getConditions().stream()
                    .filter(condition -> !own.contains(condition.getType()))
                    .forEach(conditions::add);
        }
        return conditions;
    }

    private static PodCondition condition(Pod pod, String type, boolean holds, @Nullable String reason, Instant now) {
        PodCondition before = existing(pod, type);
        String status = holds ? "True" : "False";
        String since =
                before != null && status.equals(before.getStatus()) ? before.getLastTransitionTime() : timestamp(now);
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withLastTransitionTime(since)
                .build();
    }

    private static @Nullable PodCondition existing(Pod pod, String type) {
        if (pod.getStatus() == null) {
            return null;
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElse(null);
    }

    private static boolean isTrue(@Nullable PodCondition condition) {
        return condition != null && "True".equals(condition.getStatus());
    }

    /** RFC 3339 with whole seconds, as the API writes {@code metav1.Time}. */
    private static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
