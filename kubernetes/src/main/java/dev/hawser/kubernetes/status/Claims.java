package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectKey;
import java.util.Set;

/**
 * What this instance has seen to be its own to tell about, whether it was the leader then or not. A status that was
 * written for an object that is no longer ours is taken back only if it is claimed: another controller, or another
 * instance for another class, may have written the very same.
 *
 * @param ingresses the Ingresses that had our addresses
 * @param ancestors the uses of policies that had our verdict
 */
record Claims(Set<ObjectKey> ingresses, Set<Ancestor> ancestors) {

    static final Claims NONE = new Claims(Set.of(), Set.of());

    Claims {
        ingresses = Set.copyOf(ingresses);
        ancestors = Set.copyOf(ancestors);
    }

    /** The use of a policy by a Service of its namespace. */
    record Ancestor(ObjectKey policy, String service) {}
}
