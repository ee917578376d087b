package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicyStatus;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.status.PolicyAncestors.Acceptance;
import dev.hawser.kubernetes.status.PolicyAncestors.Programming;
import dev.hawser.kubernetes.status.PolicyAncestors.Verdict;
import dev.hawser.kubernetes.translate.Age;
import dev.hawser.kubernetes.translate.UpstreamPolicyTranslator;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each policy is told about the Services that use it. */
final class PolicyVerdicts {

    private final Outcome outcome;
    private final LiveObjects live;
    private final ServiceUse use;
    private final Set<ObjectKey> conflicted = new HashSet<>();
    private final Map<ObjectKey, String> rejected = new HashMap<>();

    PolicyVerdicts(Outcome outcome, LiveObjects live, ServiceUse use) {
        this.outcome = outcome;
        this.live = live;
        this.use = use;
        for (Problem problem : outcome.translation().problems()) {
            if (problem.reason() == Reason.POLICY_CONFLICT) {
                conflicted.add(problem.object());
            } else if (problem.reason() == Reason.POLICY_REJECTED) {
                rejected.merge(problem.object(), problem.message(), (one, other) -> one + "; " + other);
            }
        }
    }

    /**
     * Adds the status of every policy.
     *
     * @param before the uses that were claimed until now
     * @return those that are claimed from now on
     */
    Set<Claims.Ancestor> compose(
            String controllerName, Set<Claims.Ancestor> before, Map<ObjectKey, DesiredStatus> desired) {
        Map<ObjectKey, List<Service>> users = users();
        Set<Claims.Ancestor> claimed = new HashSet<>();
        for (KongUpstreamPolicy policy : outcome.snapshot().all(ResourceKind.KONG_UPSTREAM_POLICY)) {
            ObjectKey key = ObjectKey.of(policy);
            List<Verdict> verdicts = new ArrayList<>();
            Set<String> left = new HashSet<>();
            for (Service service : users.getOrDefault(key, List.of())) {
                ObjectKey serviceKey = ObjectKey.of(service);
                Claims.Ancestor claim = new Claims.Ancestor(key, serviceKey.name());
                if (use.services().contains(serviceKey)) {
                    claimed.add(claim);
                    verdicts.add(verdict(key, serviceKey));
                } else if (!before.contains(claim)) {
                    left.add(serviceKey.name());
                } else if (hasEntry(policy, controllerName, serviceKey.name()) && before.contains(claim)) {
                    claimed.add(claim);
                }
            }
            desired.put(key, new PolicyAncestors(controllerName, verdicts, left));
        }
        return claimed;
    }

    /** The Services that name each policy, the oldest first. */
    private Map<ObjectKey, List<Service>> users() {
        Map<ObjectKey, List<Service>> users = new HashMap<>();
        for (Service service : outcome.snapshot().all(ResourceKind.SERVICE)) {
            UpstreamPolicyTranslator.nameIn(service).ifPresent(name -> {
                ObjectKey policy = ResourceKind.KONG_UPSTREAM_POLICY.key(
                        service.getMetadata().getNamespace(), name);
                users.computeIfAbsent(policy, key -> new ArrayList<>()).add(service);
            });
        }
        users.values().forEach(services -> services.sort(Comparator.comparing(Age::of)));
        return users;
    }

    private Verdict verdict(ObjectKey policy, ObjectKey service) {
        Acceptance acceptance = new Acceptance.Accepted();
        if (conflicted.contains(service)) {
            acceptance = new Acceptance.Conflicted();
        } else if (rejected.containsKey(policy)) {
            acceptance = new Acceptance.Invalid(rejected.get(policy));
        }
        boolean applies = acceptance instanceof Acceptance.Accepted && live.isProgrammed(service);
        return new Verdict(service.name(), acceptance, applies ? Programming.PROGRAMMED : Programming.PENDING);
    }

    private static boolean hasEntry(KongUpstreamPolicy policy, String controllerName, String service) {
        KongUpstreamPolicyStatus status = policy.getStatus();
        return status != null
                && ApiLists.orEmpty(status.ancestors()).stream()
                        .anyMatch(entry -> controllerName.equals(entry.controllerName())
                                && entry.ancestorRef() != null
                                && service.equals(entry.ancestorRef().name()));
    }
}
