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
import dev.hawser.kubernetes.translate.UpstreamPolicyTranslator;
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

    /** What stands: every problem, and why the data plane does not serve the configuration as it is. */
    Set<Notice> standing(Outcome outcome) {
        Set<Notice> notices = new LinkedHashSet<>();
        for (Problem problem : outcome.translation().problems()) {
            about(problem.object(), outcome.snapshot(), Reason.TRANSLATION_FAILED, problem.message())
                    .ifPresent(notices::add);
        }
        for (Refusal refusal : outcome.refusals()) {
            notice(refusal, outcome.snapshot()).ifPresent(notices::add);
        }
        return notices;
    }

    private Optional<Notice> notice(Refusal refusal, ResourceSnapshot snapshot) {
        return switch (refusal) {
            case Refusal.Rejected(ObjectKey object, String reason) -> {
                String message = "failed to apply configuration: " + reason;
                yield Optional.ofNullable(object)
                        .flatMap(owner -> about(owner, snapshot, Reason.APPLY_FAILED, message))
                        .or(() -> aboutPod(Reason.APPLY_FAILED, message));
            }
            case Refusal.WithoutSessions(ObjectKey object, String since) -> {
                String message = "sticky sessions algorithm specified in KongUpstreamPolicy '"
                        + policy(object, snapshot) + "' is not supported with Kong Gateway versions < " + since;
                yield about(object, snapshot, Reason.TRANSLATION_FAILED, message)
                        .or(() -> aboutPod(Reason.TRANSLATION_FAILED, message));
            }
        };
    }

    private static String policy(ObjectKey service, ResourceSnapshot snapshot) {
        return snapshot.find(ResourceKind.SERVICE, service.namespace(), service.name())
                .flatMap(UpstreamPolicyTranslator::nameIn)
                .orElse(service.name());
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
