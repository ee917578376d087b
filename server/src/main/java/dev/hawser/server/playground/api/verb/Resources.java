package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.patch.PatchType;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.Listing;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The verbs of the API. Objects go in and come out in the form their kind serves; those that come out are never to be
 * written to.
 *
 * <p>Every verb throws {@link ApiFailure} with the code and reason a Kubernetes API server would give.
 */
public final class Resources implements AutoCloseable {

    private final ResourceStore store;
    private final Creation creation;
    private final Replacement replacement;
    private final Deletion deletion;
    private final DependentCollector collector;

    public Resources(ResourceStore store, ObjectRules rules, Clock clock) {
        this.store = store;
        this.deletion = new Deletion(store, clock);
        this.collector = new DependentCollector(store, deletion);
        this.deletion.onRemoved(collector::removed);
        this.creation = new Creation(store, rules, clock);
        this.replacement = new Replacement(store, rules, deletion);
    }

    /** Starts the clean-up in the background. */
    public void start() {
        collector.start();
    }

    /** Stops the clean-up. */
    @Override
    public void close() {
        collector.close();
    }

    public ObjectNode get(ResourceKind kind, ObjectKey key, Subresource subresource) {
        ObjectNode stored = existing(kind, key);
        return subresource == Subresource.SCALE ? Scale.of(stored) : served(kind, stored);
    }

    /** The selected objects, ordered by namespace and name. */
    public Listing list(Selection selection) {
        Listing stored = store.list(selection);
        return new Listing(
                stored.version(),
                stored.items().stream()
                        .map(item -> served(selection.kind(), item))
                        .toList());
    }

    /**
     * Stores a new object.
     *
     * @param namespace that of the request; empty for a kind that lives in none
     */
    public ObjectNode create(ResourceKind kind, String namespace, ObjectNode object, WriteOptions options) {
        ObjectNode created = store.transact(() -> creation.create(kind, namespace, object, options));
        if (!new Meta(created).owners().isEmpty()) {
            collector.created(kind, new Meta(created).key());
        }
        return served(kind, created);
    }

    /**
     * Puts an object in the place of the stored one.
     *
     * @param object the whole object, or its {@code Scale}
     */
    public ObjectNode update(
            ResourceKind kind, ObjectKey key, Subresource subresource, ObjectNode object, WriteOptions options) {
        return write(kind, key, subresource, _ -> object, Replacement.Source.WHOLE, options);
    }

    /**
     * Changes the stored object by a patch.
     *
     * @param patch as {@link PatchType#read} gives it
     */
    public ObjectNode patch(
            ResourceKind kind,
            ObjectKey key,
            Subresource subresource,
            PatchType type,
            JsonNode patch,
            WriteOptions options) {
        return write(kind, key, subresource, current -> type.apply(current, patch), Replacement.Source.PATCH, options);
    }

    private ObjectNode write(
            ResourceKind kind,
            ObjectKey key,
            Subresource subresource,
            UnaryOperator<ObjectNode> change,
            Replacement.Source source,
            WriteOptions options) {
        return store.transact(() -> {
            ObjectNode current = existing(kind, key);
            ObjectNode view = subresource == Subresource.SCALE ? Scale.of(current) : served(kind, current);
            ObjectNode changed = change.apply(view);
            ObjectNode wanted = subresource == Subresource.SCALE
                    ? Scale.applied(current, changed)
                    : kind.shape().stored(changed);
            ObjectNode written = replacement.replace(kind, current, wanted, subresource, source, options);
            return subresource == Subresource.SCALE ? Scale.of(written) : served(kind, written);
        });
    }

    public Deleted delete(ResourceKind kind, ObjectKey key, DeleteOptions options) {
        Deleted deleted = store.transact(() -> deletion.delete(kind, existing(kind, key), options));
        return new Deleted(deleted.progress(), served(kind, deleted.object()));
    }

    /** Deletes what is selected; the objects as they were. */
    public Listing deleteAll(Selection selection, DeleteOptions options) {
        List<ObjectNode> deleted = new ArrayList<>();
        long version = store.transact(() -> {
            store.list(selection)
                    .items()
                    .forEach(item -> deleted.add(served(
                            selection.kind(),
                            deletion.delete(selection.kind(), item, options).object())));
            return store.version();
        });
        return new Listing(version, deleted);
    }

    private ObjectNode existing(ResourceKind kind, ObjectKey key) {
        ObjectNode stored = store.find(kind, key);
        if (stored == null) {
            throw ApiFailure.notFound(kind, key.name());
        }
        return stored;
    }

    private static ObjectNode served(ResourceKind kind, ObjectNode stored) {
        return kind.shape().served(stored, kind.apiVersion());
    }
}
