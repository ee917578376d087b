package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus.Ancestor;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus.AncestorRef;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy is told about each Service that uses it: the entries of {@code status.ancestors} that carry the name of
 * this controller. Entries of other controllers stay as they are, and so do those with our name that are about anything but
 * a Service: Kong's own controller, beside this one during a migration, tells of a KongServiceFacade so.
 *
 * <p>Source: Kong Ingress Controller 3.5, and the rules for {@code PolicyStatus} of Gateway API 1.2.
 *
 * @param controllerName the name that our entries carry
 * @param verdicts about the Services that use the policy, the oldest Service first
 * @param left Services about which an entry with our name is left alone, should there be one: it is that of another
 *     instance, for another class, or of Kong's own controller, for a use that is not watched here such as an HTTPRoute
 */
record PolicyAncestors(String controllerName, List<Verdict> verdicts, Set<String> left) implements DesiredStatus {

    static final String SERVICE_GROUP = "core";
    static final String SERVICE_KIND = "Service";

    PolicyAncestors {
        verdicts = List.copyOf(verdicts);
        left = Set.copyOf(left);
    }

    /**
     * What became of the policy for one Service.
     *
     * @param service the name of the Service, which is in the namespace of the policy
     */
    record Verdict(String service, Acceptance acceptance, Programming programming) {}

    /** Whether the policy applies to the Service; a constant's name in camel case is the reason of a condition. */
    sealed interface Acceptance {
        /** It applies. */
        record Accepted() implements Acceptance {}

        /** Services that share an upstream ask for different policies. */
        record Conflicted() implements Acceptance {}

        /**
         * The policy breaks its rules; a cluster whose API server checks them has none such.
         *
         * @param message which rule
         */
        record Invalid(String message) implements Acceptance {}
    }

    /** Whether the data plane serves the Service as the policy says. */
    enum Programming {
        PROGRAMMED,
        PENDING
    }

    @Override
    public Optional<Map<String, Object>> changeOf(HasMetadata current, Instant now) {
        if (!(current instanceof KongUpstreamPolicy policy)) {
            return Optional.empty();
        }
        KongUpstreamPolicyStatus status = policy.getStatus();
        List<Ancestor> before = status == null ? List.of() : ApiLists.orEmpty(status.ancestors());
        List<Ancestor> after = merge(before, policy.getMetadata().getNamespace(), now);
        return before.equals(after) ? Optional.empty() : Optional.of(Map.of("ancestors", after));
    }

    private List<Ancestor> merge(List<Ancestor> before, String namespace, Instant now) {
        List<Ancestor> merged =
                new ArrayList<>(before.stream().filter(this::isLeft).toList());
        for (Verdict verdict : verdicts) {
            if (merged.size() >= KongUpstreamPolicyStatus.MAX_ANCESTORS) {
                break;
            }
            AncestorRef ref = new AncestorRef(SERVICE_GROUP, SERVICE_KIND, namespace, verdict.service(), null, null);
            List<Condition> known = before.stream()
                    .filter(entry -> controllerName.equals(entry.controllerName()) && ref.equals(entry.ancestorRef()))
                    .findFirst()
                    .map(entry -> ApiLists.orEmpty(entry.conditions()))
                    .orElse(List.of());
            merged.add(new Ancestor(ref, controllerName, conditions(verdict, known, now)));
        }
        return merged;
    }

    private boolean isLeft(Ancestor entry) {
        if (!controllerName.equals(entry.controllerName())) {
            return true;
        }
        AncestorRef ref = entry.ancestorRef();
        if (ref == null || !SERVICE_GROUP.equals(ref.group()) || !SERVICE_KIND.equals(ref.kind())) {
            return true;
        }
        return ref.name() != null && left.contains(ref.name());
    }

    private static List<Condition> conditions(Verdict verdict, List<Condition> known, Instant now) {
        Condition accepted = switch (verdict.acceptance()) {
            case Acceptance.Accepted _ -> condition("Accepted", "True", "Accepted", "");
            case Acceptance.Conflicted _ -> condition("Accepted", "False", "Conflicted", "");
            case Acceptance.Invalid(String message) -> condition("Accepted", "False", "Invalid", message);
        };
        Condition programmed = switch (verdict.programming()) {
            case PROGRAMMED -> condition("Programmed", "True", "Programmed", "");
            case PENDING -> condition("Programmed", "False", "Pending", "");
        };
        return List.of(since(accepted, known, now), since(programmed, known, now));
    }

    private static Condition condition(String type, String status, String reason, String message) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    /** A condition has been so since its status changed last, whatever its reason. */
    private static Condition since(Condition condition, List<Condition> known, Instant now) {
        String since = known.stream()
                .filter(each -> Objects.equals(each.getType(), condition.getType()))
                .filter(each -> Objects.equals(each.getStatus(), condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        condition.setLastTransitionTime(since);
        return condition;
    }
}
