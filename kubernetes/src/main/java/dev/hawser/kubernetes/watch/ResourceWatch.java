package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch on a cluster, running. Once all kinds have told what there is, the consumer gets the first translation; from
 * then on it gets one whenever the cluster has changed and means something else.
 *
 * <p>Changes are batched as {@link WatchSettings} says. A batch of nothing but endpoints computes only the upstreams
 * concerned. A translation that fails is logged, and the one before stays.
 */
public final class ResourceWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResourceWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Translator translator;
    private final TranslationSettings translation;
    private final Consumer<Translation> consumer;

    /** Filled by the informers' threads, emptied by the owner. */
    private final LinkedBlockingQueue<Change> changes = new LinkedBlockingQueue<>();

    private final List<Informer> informers = new ArrayList<>();
    private final Thread owner;

    // From here on everything belongs to the owner's thread.
    private final HoldOff holdOff;
    private final Set<Informer> unsynced = new HashSet<>();
    private final Set<ObjectKey> retargeted = new HashSet<>();
    private ResourceSnapshot snapshot = ResourceSnapshot.empty();
    private ResourceSnapshot.Builder batch = snapshot.toBuilder();
    private boolean endpointsOnly = true;
    private @Nullable Translation current;

    private ResourceWatch(
            Translator translator,
            TranslationSettings translation,
            WatchSettings settings,
            Consumer<Translation> consumer) {
        this.translator = translator;
        this.translation = translation;
        this.consumer = consumer;
        this.holdOff = new HoldOff(settings);
        this.owner = Thread.ofVirtual().name("resource-watch").unstarted(this::own);
        for (ResourceKind<?> kind : ResourceKind.all()) {
            if (kind.scope() == ResourceKind.Scope.CLUSTER
                    || settings.namespaces().isEmpty()) {
                informers.add(new Informer(kind, null, changes::add));
            } else {
                settings.namespaces().forEach(namespace -> informers.add(new Informer(kind, namespace, changes::add)));
            }
        }
        unsynced.addAll(informers);
    }

    /**
     * Starts to watch; returns at once. The client is the caller's and stays open.
     *
     * @param consumer called by one thread, never by two at a time
     */
    public static ResourceWatch start(
            KubernetesClient client,
            Translator translator,
            TranslationSettings translation,
            WatchSettings settings,
            Consumer<Translation> consumer) {
        ResourceWatch watch = new ResourceWatch(translator, translation, settings, consumer);
        watch.owner.start();
        watch.informers.forEach(informer -> informer.start(client));
        return watch;
    }

    private void own() {
        try {
            while (true) {
                long remaining =
                        unsynced.isEmpty() ? holdOff.remainingNanos(System.nanoTime()) : HoldOff.NOTHING_PENDING;
                Change change = changes.poll(Math.max(0, remaining), TimeUnit.NANOSECONDS);
                if (change == null) {
                    translate();
                } else {
                    take(change);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Change change) {
        switch (change) {
            case Change.Put(HasMetadata object) -> {
                snapshotSlice(object);
                batch.put(object);
                note(object);
            }
            case Change.Removed(HasMetadata object, ObjectKey key) -> {
                batch.remove(key);
                note(object);
            }
            case Change.Synced(Informer informer) -> {
                unsynced.remove(informer);
                if (unsynced.isEmpty() && current == null) {
                    log.atInfo().log("Cluster is known");
                    translate();
                }
            }
        }
    }

    /** A slice may have belonged to another Service before. */
    private void snapshotSlice(HasMetadata object) {
        if (object instanceof EndpointSlice) {
            snapshot.find(ObjectKey.of(object)).ifPresent(this::noteService);
        }
    }

    private void note(HasMetadata object) {
        if (object instanceof EndpointSlice) {
            noteService(object);
            holdOff.endpointsChanged(System.nanoTime());
        } else {
            endpointsOnly = false;
            holdOff.otherChanged(System.nanoTime());
        }
    }

    private void noteService(HasMetadata slice) {
        ResourceSnapshot.serviceOf((EndpointSlice) slice).ifPresent(retargeted::add);
    }

    private void translate() {
        snapshot = batch.build();
        try {
            Translation before = current;
            Translation next = before == null || !endpointsOnly
                    ? translator.translate(snapshot, translation)
                    : translator.retarget(before, snapshot, Set.copyOf(retargeted), translation);
            if (!next.equals(before)) {
                current = next;
                consumer.accept(next);
            }
        } catch (RuntimeException e) {
            // Nothing that an object holds may end the watch.
            log.atError()
                    .addKeyValue("generation", snapshot.generation())
                    .setCause(e)
                    .log("Translation failed, the configuration before it stays");
        }
        batch = snapshot.toBuilder();
        retargeted.clear();
        endpointsOnly = true;
        holdOff.clear();
    }

    /** Stops everything, within a few seconds. */
    @Override
    public void close() {
        informers.forEach(Informer::close);
        owner.interrupt();
        try {
            owner.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
