package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the objects of one kind in one namespace, or in all. Its callbacks come on the client's threads and only hand
 * on.
 *
 * <p>A kind that the API does not know, or that may not be seen, is asked for again and again without holding up the
 * others; the log says so once.
 */
final class Informer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Informer.class);

    private static final long NO_RESYNC = 0;

    private final ResourceKind<?> kind;
    private final @Nullable String namespace;
    private final Consumer<Change> changes;

    /** Set by the client's threads when the first list has come or failed; said once. */
    private final AtomicBoolean synced = new AtomicBoolean();

    /** Set by the client's threads while the API refuses the kind, so that one line is logged for a row of refusals. */
    private final AtomicBoolean refused = new AtomicBoolean();

    private @Nullable SharedIndexInformer<?> informer;

    Informer(ResourceKind<?> kind, @Nullable String namespace, Consumer<Change> changes) {
        this.kind = kind;
        this.namespace = namespace;
        this.changes = changes;
    }

    /** Starts to follow; returns at once. */
    void start(KubernetesClient client) {
        informer = follow(client, kind.type());
    }

    private <T extends HasMetadata> SharedIndexInformer<T> follow(KubernetesClient client, Class<T> type) {
        MixedOperation<T, ?, ?> all = client.resources(type);
        FilterWatchListDeletable<T, ?, ?> scope = namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace);
        if (type == Secret.class) {
            scope = scope.withField("type", "kubernetes.io/tls");
        }
        SharedIndexInformer<T> created = scope.runnableInformer(NO_RESYNC);
        created.addEventHandler(new Handler<>());
        created.exceptionHandler((started, failure) -> retry(failure));
        created.start().thenRun(() -> {
            // The handler hears of the first list later, on another thread.
            created.getStore().list().forEach(object -> changes.accept(new Change.Put(object)));
            synced();
        });
        return created;
    }

    private boolean retry(Throwable failure) {
        int code = failure instanceof KubernetesClientException e ? e.getCode() : 0;
        boolean missing = code == HttpURLConnection.HTTP_NOT_FOUND;
        boolean forbidden = code == HttpURLConnection.HTTP_FORBIDDEN || code == HttpURLConnection.HTTP_UNAUTHORIZED;
        if ((missing || forbidden) && refused.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("reason", failure.getMessage())
                    .log(
                            missing
                                    ? "Kind is not known to the API, it is left out until it is"
                                    : "Kind may not be listed and watched, it is left out until it may");
        } else if (!missing && !forbidden) {
            log.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("reason", failure.getMessage())
                    .log("Watch was interrupted, it is taken up again");
        }
        if (missing || forbidden) {
            tellSynced();
        }
        return true;
    }

    private void synced() {
        if (refused.compareAndSet(true, false)) {
            log.atInfo()
                    .addKeyValue("kind", kind)
                    .addKeyValue("namespace", namespace)
                    .log("Kind is watched now");
        }
        tellSynced();
    }

    private void tellSynced() {
        if (synced.compareAndSet(false, true)) {
            changes.accept(new Change.Synced(this));
        }
    }

    private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            changes.accept(new Change.Put(object));
        }

        @Override
        public void onUpdate(T before, T now) {
            changes.accept(new Change.Put(now));
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            ObjectKey key = kind.key(
                    object.getMetadata().getNamespace(), object.getMetadata().getName());
            changes.accept(new Change.Removed(object, key));
        }
    }

    @Override
    public void close() {
        SharedIndexInformer<?> running = informer;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public String toString() {
        return namespace == null ? kind.name() : kind + " in " + namespace;
    }
}
