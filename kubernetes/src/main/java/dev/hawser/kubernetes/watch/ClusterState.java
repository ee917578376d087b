package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectChange;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The objects of the cluster, and what changed among them since they were last asked for. Used by one thread. */
final class ClusterState {

    private static final int NAMED_CHANGES = 10;

    private final Consumer<HoldOff.Sort> changes;
    private final Map<Source, Map<ObjectKey, HasMetadata>> known = new HashMap<>();
    private ResourceSnapshot.Builder next = ResourceSnapshot.empty().toBuilder();
    private Set<ObjectKey> services = new HashSet<>();
    private HoldOff.Sort sort = HoldOff.Sort.STATUSES;
    private TreeSet<ObjectKey> changed = new TreeSet<>();

    /** @param changes told of each change of an object */
    ClusterState(Consumer<HoldOff.Sort> changes) {
        this.changes = changes;
    }

    /**
     * What changed.
     *
     * @param snapshot the objects after it
     * @param sort what changed at most
     * @param services the Services whose endpoints changed
     * @param objects some of the objects that changed, for logs
     */
    record Change(ResourceSnapshot snapshot, HoldOff.Sort sort, Set<ObjectKey> services, List<ObjectKey> objects) {}

    /** Replaces all objects of a source at once. Those of the same version are left as they are. */
    void replace(Source source, Map<ObjectKey, HasMetadata> objects, Set<ObjectKey> unreadable) {
        for (ObjectKey key : new ArrayList<>(of(source).keySet())) {
            if (!objects.containsKey(key) && !unreadable.contains(key)) {
                remove(source, key);
            }
        }
        objects.forEach((key, object) -> put(source, key, object));
    }

    /** Adds or replaces an object. */
    void put(Source source, ObjectKey key, HasMetadata object) {
        HasMetadata before = of(source).get(key);
        if (before != null && isSameVersion(before, object)) {
            return;
        }
        next.put(object);
        of(source).put(key, object);
        if (before != null && ObjectChange.isOfStatusOnly(before, object)) {
            changes.accept(HoldOff.Sort.STATUSES);
            return;
        }
        note(key, before);
        changes.accept(note(key, object));
    }

    /** Takes an object away. */
    void remove(Source source, ObjectKey key) {
        HasMetadata before = of(source).remove(key);
        if (before != null) {
            next.remove(key);
            changes.accept(note(key, before));
        }
    }

    private Map<ObjectKey, HasMetadata> of(Source source) {
        return known.computeIfAbsent(source, s -> new HashMap<>());
    }

    private static boolean isSameVersion(HasMetadata one, HasMetadata other) {
        String version = one.getMetadata().getResourceVersion();
        return version != null
                && version.equals(other.getMetadata().getResourceVersion())
                && Objects.equals(
                        one.getMetadata().getUid(), other.getMetadata().getUid());
    }

    private HoldOff.Sort note(ObjectKey key, @Nullable HasMetadata object) {
        if (changed.size() < NAMED_CHANGES) {
            changed.add(key);
        }
        if (object instanceof EndpointSlice slice) {
            ResourceSnapshot.serviceOf(slice).ifPresent(services::add);
            sort = sort == HoldOff.Sort.OTHERS ? sort : HoldOff.Sort.ENDPOINTS;
            return HoldOff.Sort.ENDPOINTS;
        }
        if (object != null) {
            sort = HoldOff.Sort.OTHERS;
        }
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
