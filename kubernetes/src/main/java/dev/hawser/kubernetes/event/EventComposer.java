package dev.hawser.kubernetes.event;

import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Refusal;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.event.Notice.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says what is to be told about an outcome. Pure: no I/O, no clock, no client.
 *
 * @param instance the controller, whose pod is told about the configuration as a whole
 */
public record EventComposer(ControllerInstance instance) {

    /** What stands: every problem, and why the data plane did not take the configuration. */
    Set<Notice> standing(Outcome outcome) {
        Set<Notice> notices = new LinkedHashSet<>();
        for (Problem problem : outcome.translation().problems()) {
            about(problem.object(), outcome.snapshot(), Reason.TRANSLATION_FAILED, problem.message())
                    .ifPresent(notices::add);
        }
        for (Refusal refusal : outcome.refusals()) {
            String message = "failed to apply configuration: " + refusal.message();
            Optional.ofNullable(refusal.object())
                    .flatMap(owner -> about(owner, outcome.snapshot(), Reason.APPLY_FAILED, message))
                    .or(() -> aboutPod(Reason.APPLY_FAILED, message))
                    .ifPresent(notices::add);
        }
        return notices;
    }

    /** What is told when the data plane has taken a configuration; empty when the controller has no pod to tell it of. */
    Optional<Notice> success() {
        return aboutPod(Reason.SUCCEEDED, "successfully applied configuration to the gateway");
    }

    private static Optional<Notice> about(ObjectKey key, ResourceSnapshot snapshot, Reason reason, String message) {
        return ResourceKind.all().stream()
                .filter(kind -> kind.name().equals(key.kind()))
                .findFirst()
                .map(kind -> new Notice(
                        kind.apiVersion(),
                        key,
                        snapshot.find(key).map(EventComposer::uid).orElse(null),
                        reason,
                        message));
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    private Optional<Notice> aboutPod(Reason reason, String message) {
        NamespacedName pod = instance.pod();
        return pod == null
                ? Optional.empty()
                : Optional.of(
                        new Notice("v1", new ObjectKey("Pod", pod.namespace(), pod.name()), null, reason, message));
    }
}
