package dev.hawser.kubernetes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose changed copy shares all shards with the original but those of the changed keys: changing one
 * of 10,000 entries copies about 40.
 */
final class ShardedMap<V> {

    private static final int SHARDS = 256;

    private final List<Map<ObjectKey, V>> shards;

    private ShardedMap(List<Map<ObjectKey, V>> shards) {
        this.shards = shards;
    }

    static <V> ShardedMap<V> empty() {
        return new ShardedMap<>(Collections.nCopies(SHARDS, Map.of()));
    }

    @Nullable
    V get(ObjectKey key) {
        return shards.get(shardOf(key)).get(key);
    }

    /** All values, in no particular order. */
    List<V> values() {
        List<V> values = new ArrayList<>();
        for (Map<ObjectKey, V> shard : shards) {
            values.addAll(shard.values());
        }
        return Collections.unmodifiableList(values);
    }

    Builder<V> toBuilder() {
        return new Builder<>(shards);
    }

    private static int shardOf(ObjectKey key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16 ^ hash >>> 8) & SHARDS - 1;
    }

    /** Collects changes; used by one thread. */
    static final class Builder<V> {

        private List<Map<ObjectKey, V>> shards;
        /** The shards that only this builder knows and may write to. */
        private final BitSet own = new BitSet(SHARDS);

        private Builder(List<Map<ObjectKey, V>> shards) {
            this.shards = new ArrayList<>(shards);
        }

        @Nullable
        V get(ObjectKey key) {
            return shards.get(shardOf(key)).get(key);
        }

        @Nullable
        V put(ObjectKey key, V value) {
            return ownShard(key).put(key, value);
        }

        @Nullable
        V remove(ObjectKey key) {
            return get(key) == null ? null : ownShard(key).remove(key);
        }

        private Map<ObjectKey, V> ownShard(ObjectKey key) {
            int index = shardOf(key);
            if (!own.get(index)) {
                own.set(index);
                shards.set(index, new HashMap<>(shards.get(index)));
            }
            return shards.get(index);
        }

        ShardedMap<V> build() {
            own.clear();
            ShardedMap<V> built = new ShardedMap<>(shards);
            shards = new ArrayList<>(shards);
            return built;
        }
    }
}
