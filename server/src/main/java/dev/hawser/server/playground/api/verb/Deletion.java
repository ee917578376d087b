package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.Trait;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes objects out of the store, at once or in two steps. Called with the store's write lock held.
 *
 * <p>A pod that runs is marked: {@code deletionTimestamp} is the time at which its grace period ends. It is removed when
 * whoever runs it deletes it again with a grace period of 0, as a kubelet does. Source: Kubernetes' "Pod Lifecycle",
 * section "Termination of Pods".
 */
final class Deletion {

    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final String TIMESTAMP = "deletionTimestamp";
    private static final String GRACE = "deletionGracePeriodSeconds";

    private static final Set<String> LASTING = Set.of("default", "kube-system");

    private final ResourceStore store;
    private final Clock clock;
    // Set once while the API is put together, before any request; read under the store's lock.
    private BiConsumer<ResourceKind, ObjectNode> removed = (_, _) -> {};

    Deletion(ResourceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Sets who is told of every object that is gone; before the first deletion. */
    void onRemoved(BiConsumer<ResourceKind, ObjectNode> listener) {
        removed = listener;
    }

    Deleted delete(ResourceKind kind, ObjectNode current, DeleteOptions options) {
        Meta meta = new Meta(current);
        checkPreconditions(kind, meta, options);
        if (kind.equals(ResourceKinds.NAMESPACE) && LASTING.contains(meta.name())) {
            throw ApiFailure.forbidden(kind, meta.name(), "this namespace may not be deleted");
        }
        long grace = kind.has(Trait.GRACEFUL_DELETION) ? graceSeconds(current, options) : 0;
        boolean goesNow = grace == 0 && meta.finalizers().isEmpty() && !kind.equals(ResourceKinds.NAMESPACE);
        if (options.mode() == WriteOptions.Mode.DRY_RUN) {
            return new Deleted(goesNow ? Deleted.Progress.REMOVED : Deleted.Progress.MARKED, current);
        }
        if (options.dependents() == DeleteOptions.Dependents.ORPHAN) {
            orphanDependents(meta.uid());
        }
        if (goesNow) {
            return new Deleted(Deleted.Progress.REMOVED, remove(kind, current.deepCopy()));
        }
        return new Deleted(Deleted.Progress.MARKED, mark(kind, current, grace));
    }

    /** Whether an object that is about to be stored has nothing left to wait for, and is to be removed instead. */
    boolean isFinished(ObjectNode object) {
        Meta meta = new Meta(object);
        return meta.isDeleting()
                && meta.finalizers().isEmpty()
                && meta.metadata().path(GRACE).asLong(0) == 0
                && object.path("spec").path("finalizers").isEmpty();
    }

    ObjectNode remove(ResourceKind kind, ObjectNode last) {
        ObjectNode gone = store.remove(kind, last);
        removed.accept(kind, gone);
        return gone;
    }

    private ObjectNode mark(ResourceKind kind, ObjectNode current, long grace) {
        Meta before = new Meta(current);
        long graceBefore = before.metadata().path(GRACE).asLong(0);
        if (before.isDeleting() && grace >= graceBefore) {
            return current;
        }
        ObjectNode marked = current.deepCopy();
        ObjectNode metadata = new Meta(marked).writable();
        Instant begun = clock.instant();
        Instant end = Meta.time(before.text(TIMESTAMP));
        if (end != null) {
            begun = end.minusSeconds(graceBefore);
        }
        metadata.put(TIMESTAMP, Meta.text(begun.plus(Duration.ofSeconds(grace))));
        metadata.put(GRACE, grace);
        if (kind.equals(ResourceKinds.NAMESPACE)) {
            marked.withObjectProperty("status").put("phase", "Terminating");
        }
        store.put(kind, marked);
        if (kind.equals(ResourceKinds.NAMESPACE)) {
            removed.accept(kind, marked);
        }
        return marked;
    }

    private static long graceSeconds(ObjectNode pod, DeleteOptions options) {
        String phase = Json.text(pod, "status.phase");
        boolean isUnclaimed = Json.text(pod, "spec.nodeName").isEmpty() && (phase.isEmpty() || phase.equals("Pending"));
        if (isUnclaimed || phase.equals("Succeeded") || phase.equals("Failed")) {
            return 0;
        }
        long own = pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
        return options.graceSeconds().orElse(own);
    }

    private static void checkPreconditions(ResourceKind kind, Meta meta, DeleteOptions options) {
        if (!options.uid().isEmpty() && !options.uid().equals(meta.uid())) {
            throw ApiFailure.conflict(
                    kind,
                    meta.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(options.uid(), meta.uid()));
        }
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(meta.resourceVersion())) {
            throw ApiFailure.conflict(
                    kind,
                    meta.name(),
                    "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
                            .formatted(options.resourceVersion(), meta.resourceVersion()));
        }
    }

    private void orphanDependents(String uid) {
        for (ResourceKind kind : ResourceKinds.all()) {
            List<ObjectNode> dependents = store.list(Selection.all(kind, "")).items().stream()
                    .filter(object -> new Meta(object)
                            .owners().stream().anyMatch(o -> o.uid().equals(uid)))
                    .toList();
            for (ObjectNode dependent : dependents) {
                ObjectNode orphan = dependent.deepCopy();
                if (new Meta(orphan).writable().path("ownerReferences") instanceof ArrayNode references) {
                    references.removeIf(reference -> Json.text(reference, "uid").equals(uid));
                }
                store.put(kind, orphan);
            }
        }
    }
}
