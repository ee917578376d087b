package dev.hawser.server.playground.api.store;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects, in memory.
 *
 * <p>A tree handed in belongs to the store; a tree handed out is shared and must be copied before it is changed.
 */
public final class ResourceStore implements AutoCloseable {

    /** How many changes of a collection a watch can lag behind. */
    public static final int HISTORY = 4096;

    private final int history;
    // Guards everything below. Writers hold it over read, decision and write; it may be taken again by its holder.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, NavigableMap<ObjectKey, ObjectNode>> collections = new HashMap<>();
    private final Map<String, EventLog> logs = new HashMap<>();
    private final long startVersion;
    private long version;
    private boolean closed;

    /**
     * An empty store.
     *
     * @param startVersion the version before the first change. One that is beyond the versions of earlier runs makes
     *     clients that still hold such a version start afresh, instead of missing changes.
     * @param history the number of changes remembered for each collection, at least 1
     */
    public ResourceStore(long startVersion, int history) {
        this.startVersion = startVersion;
        this.version = startVersion;
        this.history = history;
    }

    /** Runs a decision and the write that follows from it with nobody writing in between. */
    public <T> T transact(Supplier<T> transaction) {
        lock.lock();
        try {
            return transaction.get();
        } finally {
            lock.unlock();
        }
    }

    /** The version of the latest change. */
    public long version() {
        return transact(() -> version);
    }

    public @Nullable ObjectNode find(ResourceKind kind, ObjectKey key) {
        lock.lock();
        try {
            return collection(kind).get(key);
        } finally {
            lock.unlock();
        }
    }

    public Listing list(Selection selection) {
        return transact(() -> new Listing(
                version,
                collection(selection.kind()).values().stream()
                        .filter(selection::selects)
                        .toList()));
    }

    /** The history of the collection that a kind is kept in. */
    public EventLog log(ResourceKind kind) {
        return transact(() -> logs.computeIfAbsent(kind.storage(), _ -> newLog()));
    }

    /**
     * Keeps an object under its key, new or in place of another, with the next resource version.
     *
     * @throws ApiFailure 503 when the store is closed
     */
    public ObjectNode put(ResourceKind kind, ObjectNode object) {
        return transact(() -> {
            stamp(object);
            ObjectNode previous = collection(kind).put(new Meta(object).key(), object);
            WatchEvent.Type type = previous == null ? WatchEvent.Type.ADDED : WatchEvent.Type.MODIFIED;
            log(kind).append(new WatchEvent(type, version, object, previous));
            return object;
        });
    }

    /**
     * Takes an object out.
     *
     * @param last its last state, which becomes part of the event; it gets the next resource version
     * @throws ApiFailure 503 when the store is closed
     */
    public ObjectNode remove(ResourceKind kind, ObjectNode last) {
        return transact(() -> {
            stamp(last);
            ObjectNode previous = collection(kind).remove(new Meta(last).key());
            log(kind).append(new WatchEvent(WatchEvent.Type.DELETED, version, last, previous));
            return last;
        });
    }

    /** Ends all watches; later writes fail. */
    @Override
    public void close() {
        transact(() -> {
            closed = true;
            List.copyOf(logs.values()).forEach(EventLog::close);
            return closed;
        });
    }

    private void stamp(ObjectNode object) {
        if (closed) {
            throw ApiFailure.shuttingDown();
        }
        version++;
        new Meta(object).writable().put("resourceVersion", Long.toString(version));
    }

    private EventLog newLog() {
        EventLog log = new EventLog(history, startVersion);
        if (closed) {
            log.close();
        }
        return log;
    }

    private NavigableMap<ObjectKey, ObjectNode> collection(ResourceKind kind) {
        return collections.computeIfAbsent(kind.storage(), _ -> new TreeMap<>());
    }
}
