package dev.hawser.kubernetes.event;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Violation;
import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.event.Notice.Reason;
import dev.hawser.kubernetes.translate.Tags;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what is to be told about an outcome. Pure: no I/O, no clock, no client.
 *
 * @param instance the controller, whose pod is told about the configuration as a whole
 */
public record EventComposer(ControllerInstance instance) {

    private static final Pattern ENTITY =
            Pattern.compile("(services|routes|upstreams|certificates)\\[(\\d+)](?:\\.routes\\[(\\d+)])?.*");

    /** What stands: every problem, and why the data plane did not take the configuration. */
    Set<Notice> standing(Outcome outcome) {
        Set<Notice> notices = new LinkedHashSet<>();
        for (Problem problem : outcome.translation().problems()) {
            about(problem.object(), outcome.snapshot(), Reason.TRANSLATION_FAILED, problem.message())
                    .ifPresent(notices::add);
        }
        for (Violation violation : outcome.refusals()) {
            String message = "failed to apply configuration: " + violation;
            owner(violation.path(), outcome.translation().config())
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

    /** The object that the entity at a path was made of. */
    private static Optional<ObjectKey> owner(String path, GatewayConfig config) {
        Matcher matcher = ENTITY.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int index = Integer.parseInt(matcher.group(2));
        List<String> tags = switch (matcher.group(1)) {
            case "services" ->
                matcher.group(3) == null
                        ? config.services().get(index).tags()
                        : config.services()
                                .get(index)
                                .routes()
                                .get(Integer.parseInt(matcher.group(3)))
                                .tags();
            case "routes" -> config.routes().get(index).tags();
            case "upstreams" -> config.upstreams().get(index).tags();
            default -> config.certificates().get(index).tags();
        };
        return Tags.ownerOf(tags);
    }
}
