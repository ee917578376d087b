package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectChange;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The objects of the cluster, and what changed among them since they were last asked for. Used by one thread. */
final class ClusterState {

    private static final int NAMED_CHANGES = 10;

    private ResourceSnapshot.Builder next = ResourceSnapshot.empty().toBuilder();
    private Set<ObjectKey> services = new HashSet<>();
    private HoldOff.Sort sort = HoldOff.Sort.STATUSES;
    private TreeSet<ObjectKey> changed = new TreeSet<>();

    /**
     * What changed.
     *
     * @param snapshot the objects after it
     * @param sort what changed at most
     * @param services the Services whose endpoints changed
     * @param objects some of the objects that changed, for logs
     */
    record Change(ResourceSnapshot snapshot, HoldOff.Sort sort, Set<ObjectKey> services, List<ObjectKey> objects) {}

    /** Adds or replaces an object, and says what sort of change that is. */
    HoldOff.Sort put(HasMetadata object, @Nullable HasMetadata before) {
        next.put(object);
        if (before != null && ObjectChange.isOfStatusOnly(before, object)) {
            return HoldOff.Sort.STATUSES;
        }
        if (before != null) {
            note(before);
        }
        return note(object);
    }

    /** Takes an object away, and says what sort of change that is. */
    HoldOff.Sort remove(HasMetadata object) {
        next.remove(ObjectKey.of(object));
        return note(object);
    }

    private HoldOff.Sort note(HasMetadata object) {
        if (changed.size() < NAMED_CHANGES) {
            changed.add(ObjectKey.of(object));
        }
        if (object instanceof EndpointSlice slice) {
            ResourceSnapshot.serviceOf(slice).ifPresent(services::add);
            sort = sort == HoldOff.Sort.OTHERS ? sort : HoldOff.Sort.ENDPOINTS;
            return HoldOff.Sort.ENDPOINTS;
        }
        sort = HoldOff.Sort.OTHERS;
        return HoldOff.Sort.OTHERS;
    }

    /** Ends the batch of changes. */
    Change take() {
        ResourceSnapshot snapshot = next.build();
        Change change = new Change(snapshot, sort, Set.copyOf(services), List.copyOf(changed));
        next = snapshot.toBuilder();
        services = new HashSet<>();
        sort = HoldOff.Sort.STATUSES;
        changed = new TreeSet<>();
        return change;
    }
}
