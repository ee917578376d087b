package dev.hawser.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster as they are known at one point in time.
 *
 * <p>The objects in it are never written to. A changed snapshot shares everything with the one before but the few entries
 * beside the changed ones, so that each event of a watch can make a new one.
 */
public final class ResourceSnapshot {

    /** The label of an EndpointSlice that names its Service. */
    public static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";

    private static final Comparator<EndpointSlice> BY_NAME = Comparator.comparing(ObjectKey::of);

    private static final ResourceSnapshot EMPTY = new ResourceSnapshot(0, Map.of(), ShardedMap.empty());

    private final long generation;
    private final Map<ResourceKind<?>, ShardedMap<HasMetadata>> objects;
    /** The slices of each Service, ordered by name; a Service without slices has no entry. */
    private final ShardedMap<List<EndpointSlice>> slices;

    private ResourceSnapshot(
            long generation,
            Map<ResourceKind<?>, ShardedMap<HasMetadata>> objects,
            ShardedMap<List<EndpointSlice>> slices) {
        this.generation = generation;
        this.objects = objects;
        this.slices = slices;
    }

    /** The snapshot of generation 0 that holds nothing. */
    public static ResourceSnapshot empty() {
        return EMPTY;
    }

    /**
     * A snapshot of generation 1 that holds these.
     *
     * @throws IllegalArgumentException when one is of a kind that snapshots do not hold
     */
    public static ResourceSnapshot of(Collection<? extends HasMetadata> objects) {
        Builder builder = EMPTY.toBuilder();
        objects.forEach(builder::put);
        return builder.build();
    }

    /** How many snapshots were built one from the other before this one. */
    public long generation() {
        return generation;
    }

    /** The objects of a kind, in no particular order. */
    public <T extends HasMetadata> List<T> all(ResourceKind<T> kind) {
        ShardedMap<HasMetadata> map = objects.get(kind);
        return map == null
                ? List.of()
                : map.values().stream().map(kind.type()::cast).toList();
    }

    /** The object of a kind with this name; the namespace is not looked at for kinds of the whole cluster. */
    public <T extends HasMetadata> Optional<T> find(ResourceKind<T> kind, String namespace, String name) {
        return find(kind.key(namespace, name)).map(kind.type()::cast);
    }

    /** The object with this key. */
    public Optional<HasMetadata> find(ObjectKey key) {
        for (Map.Entry<ResourceKind<?>, ShardedMap<HasMetadata>> entry : objects.entrySet()) {
            if (entry.getKey().name().equals(key.kind())) {
                return Optional.ofNullable(entry.getValue().get(key));
            }
        }
        return Optional.empty();
    }

    /** The EndpointSlices of a Service, ordered by name. */
    public List<EndpointSlice> endpointSlices(String namespace, String service) {
        List<EndpointSlice> found = slices.get(ResourceKind.SERVICE.key(namespace, service));
        return found == null ? List.of() : found;
    }

    /** The key of the Service that an EndpointSlice belongs to; empty when it names none. */
    public static Optional<ObjectKey> serviceOf(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        String name = labels == null ? null : labels.get(SERVICE_NAME_LABEL);
        return name == null
                ? Optional.empty()
                : Optional.of(ResourceKind.SERVICE.key(ObjectKey.of(slice).namespace(), name));
    }

    /** Starts the snapshot of the next generation. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public String toString() {
        return "ResourceSnapshot[generation=" + generation + "]";
    }

    /** Collects changes; used by one thread, for one snapshot. */
    public static final class Builder {

        private final long generation;
        private final Map<ResourceKind<?>, ShardedMap<HasMetadata>> before;
        private final Map<ResourceKind<?>, ShardedMap.Builder<HasMetadata>> changed = new HashMap<>();
        private final ShardedMap.Builder<List<EndpointSlice>> slices;

        private Builder(ResourceSnapshot from) {
            this.generation = from.generation + 1;
            this.before = from.objects;
            this.slices = from.slices.toBuilder();
        }

        /**
         * Adds an object or replaces the one with its key.
         *
         * @throws IllegalArgumentException when it is of a kind that snapshots do not hold
         */
        public Builder put(HasMetadata object) {
            ResourceKind<?> kind = ResourceKind.of(object)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "kind: " + object.getKind() + " (expected: one of " + ResourceKind.all() + ")"));
            ObjectKey metadataKey = ObjectKey.of(object);
            HasMetadata old = mapOf(kind).put(kind.key(metadataKey.namespace(), metadataKey.name()), object);
            unindex(old);
            if (object instanceof EndpointSlice slice) {
                serviceOf(slice).ifPresent(service -> slices.put(service, with(slices.get(service), slice)));
            }
            return this;
        }

        /** Takes the object with this key away, if there is one. */
        public Builder remove(ObjectKey key) {
            for (ResourceKind<?> kind : ResourceKind.all()) {
                if (kind.name().equals(key.kind())) {
                    unindex(mapOf(kind).remove(key));
                }
            }
            return this;
        }

        public ResourceSnapshot build() {
            Map<ResourceKind<?>, ShardedMap<HasMetadata>> after = new HashMap<>(before);
            changed.forEach((kind, map) -> after.put(kind, map.build()));
            return new ResourceSnapshot(generation, Map.copyOf(after), slices.build());
        }

        private ShardedMap.Builder<HasMetadata> mapOf(ResourceKind<?> kind) {
            return changed.computeIfAbsent(kind, k -> before.getOrDefault(k, ShardedMap.empty()).toBuilder());
        }

        private void unindex(@Nullable HasMetadata old) {
            if (!(old instanceof EndpointSlice slice)) {
                return;
            }
            serviceOf(slice).ifPresent(service -> {
                List<EndpointSlice> rest = without(slices.get(service), slice).toList();
                if (rest.isEmpty()) {
                    slices.remove(service);
                } else {
                    slices.put(service, rest);
                }
            });
        }

        private static List<EndpointSlice> with(@Nullable List<EndpointSlice> list, EndpointSlice slice) {
            return Stream.concat(without(list, slice), Stream.of(slice))
                    .sorted(BY_NAME)
                    .toList();
        }

        private static Stream<EndpointSlice> without(@Nullable List<EndpointSlice> list, EndpointSlice slice) {
            ObjectKey key = ObjectKey.of(slice);
            return list == null
                    ? Stream.empty()
                    : list.stream().filter(other -> !ObjectKey.of(other).equals(key));
        }
    }
}
