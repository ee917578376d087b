package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.translate.IngressClasses;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which statuses objects should have, given what came of them. Pure: no I/O, no clock, no client.
 *
 * @param settings what is told
 * @param ingressClass the class whose Ingresses are ours
 */
public record StatusComposer(StatusSettings settings, String ingressClass) {

    /**
     * The statuses after an outcome.
     *
     * @param before the claims that came with the statuses of the outcome before; {@link Claims#NONE} at first
     */
    Statuses compose(Outcome outcome, Claims before) {
        ResourceSnapshot snapshot = outcome.snapshot();
        IngressClasses classes = new IngressClasses(ingressClass, snapshot);
        List<Ingress> all = snapshot.all(ResourceKind.INGRESS);
        List<Ingress> ours = all.stream().filter(classes::takes).toList();
        List<Ingress> others =
                all.stream().filter(ingress -> !classes.takes(ingress)).toList();
        LiveObjects live = LiveObjects.of(outcome);
        Map<ObjectKey, DesiredStatus> desired = new HashMap<>();
        Set<ObjectKey> ingresses = addresses(ours, others, live, snapshot, before, desired);
        if (!LiveObjects.areKnown(outcome)) {
            // As after each start: what the instance before has said of policies is the best that is known.
            return new Statuses(desired, new Claims(ingresses, before.ancestors()));
        }
        PolicyVerdicts verdicts = new PolicyVerdicts(outcome, live, ServiceUse.of(ours));
        Set<Claims.Ancestor> ancestors = verdicts.compose(settings.controllerName(), before.ancestors(), desired);
        return new Statuses(desired, new Claims(ingresses, ancestors));
    }

    /**
     * Ours that are served have the addresses of the gateway. One that was ours and still has them loses them. All others
     * keep what they have: an Ingress with a mistake in it must not vanish from DNS before it is mended.
     *
     * @return the Ingresses that are claimed from now on
     */
    private Set<ObjectKey> addresses(
            List<Ingress> ours,
            List<Ingress> others,
            LiveObjects live,
            ResourceSnapshot snapshot,
            Claims before,
            Map<ObjectKey, DesiredStatus> desired) {
        List<String> addresses = PublishedAddresses.of(snapshot, settings);
        if (addresses.isEmpty()) {
            return before.ingresses();
        }
        Set<ObjectKey> claimed = new HashSet<>();
        for (Ingress ingress : ours) {
            ObjectKey key = ObjectKey.of(ingress);
            claimed.add(key);
            if (live.hasRoute(key)) {
                desired.put(key, new IngressAddresses(addresses));
            }
        }
        for (Ingress ingress : others) {
            ObjectKey key = ObjectKey.of(ingress);
            if (before.ingresses().contains(key) && IngressAddresses.of(ingress).equals(addresses)) {
                claimed.add(key);
                desired.put(key, new IngressAddresses(List.of()));
            }
        }
        return claimed;
    }
}
