package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.ServedShape;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes objects whose owners are all gone, and the content of namespaces that are being deleted.
 *
 * <p>Source: Kubernetes' "Garbage Collection", sections "Owners and dependents" and "Background cascading deletion".
 * The work is done on one thread of its own, in the order in which it came up.
 */
final class DependentCollector implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DependentCollector.class);

    private final ResourceStore store;
    private final Deletion deletion;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread worker;

    DependentCollector(ResourceStore store, Deletion deletion) {
        this.store = store;
        this.deletion = deletion;
        this.worker = Thread.ofVirtual().name("playground-dependents").unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    /** Hears of an object that is gone, or of a namespace that is to go. */
    void removed(ResourceKind kind, ObjectNode object) {
        Meta meta = new Meta(object);
        tasks.add(() -> deleteDependents(meta.uid()));
        String namespace = kind.equals(ResourceKinds.NAMESPACE) ? meta.name() : meta.namespace();
        tasks.add(() -> emptyNamespace(namespace));
    }

    /** Hears of a new object that names owners; they may have gone before it came. */
    void created(ResourceKind kind, ObjectKey key) {
        tasks.add(() -> deleteIfOrphaned(kind, key));
    }

    @Override
    public void close() {
        worker.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Runnable task = tasks.take();
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.atWarn().setCause(e).log("Clean-up after a deletion failed");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteDependents(String owner) {
        for (ResourceKind kind : ResourceKinds.all()) {
            for (ObjectNode object : store.list(Selection.all(kind, "")).items()) {
                Meta meta = new Meta(object);
                if (meta.owners().stream().anyMatch(reference -> reference.uid().equals(owner))) {
                    deleteIfOrphaned(kind, meta.key());
                }
            }
        }
    }

    private void deleteIfOrphaned(ResourceKind kind, ObjectKey key) {
        store.transact(() -> {
            ObjectNode object = store.find(kind, key);
            if (object != null && isOrphaned(new Meta(object))) {
                deletion.delete(kind, object, DeleteOptions.PLAIN);
            }
            return key;
        });
    }

    private boolean isOrphaned(Meta meta) {
        List<Meta.Owner> owners = meta.owners();
        return !meta.isDeleting() && !owners.isEmpty() && owners.stream().noneMatch(o -> isPresent(meta, o));
    }

    private boolean isPresent(Meta dependent, Meta.Owner owner) {
        ResourceKind kind =
                ResourceKinds.byKind(owner.apiVersion(), owner.kind()).orElse(null);
        // An owner of a kind that is not served here is nobody's to judge.
        return kind == null || isPresent(kind, dependent, owner);
    }

    private boolean isPresent(ResourceKind kind, Meta dependent, Meta.Owner owner) {
        String namespace = kind.isNamespaced() ? dependent.namespace() : "";
        @Nullable ObjectNode found = store.find(kind, new ObjectKey(namespace, owner.name()));
        return found != null && new Meta(found).uid().equals(owner.uid());
    }

    private void emptyNamespace(String name) {
        store.transact(() -> {
            ObjectNode namespace = store.find(ResourceKinds.NAMESPACE, new ObjectKey("", name));
            if (namespace == null || !new Meta(namespace).isDeleting()) {
                return name;
            }
            boolean isEmpty = true;
            for (ResourceKind kind : ResourceKinds.all()) {
                if (!kind.isNamespaced() || kind.shape() != ServedShape.AS_STORED) {
                    continue;
                }
                for (ObjectNode object : store.list(Selection.all(kind, name)).items()) {
                    Deleted deleted = deletion.delete(kind, object, DeleteOptions.PLAIN);
                    isEmpty &= deleted.progress() == Deleted.Progress.REMOVED;
                }
            }
            if (isEmpty) {
                deletion.remove(ResourceKinds.NAMESPACE, namespace.deepCopy());
            }
            return name;
        });
    }
}
