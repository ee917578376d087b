package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.watch.WatchEvent.Source;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a cluster and hands over what it means, each time that changes.
 *
 * <p>Nothing is handed over before every kind was listed once, so that an incomplete view never replaces a good
 * configuration. A kind that the API server does not know (a custom resource that is not installed) counts as empty and
 * is tried again in the background. Other failures are tried again as well: until they are over, what is known stays.
 */
public final class ResourceWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResourceWatch.class);

    /** How long closing waits for the listener to return. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<WatchEvent> events;
    private final Informers informers;
    private final Thread owner;
    private final CompletableFuture<Void> ready;

    private ResourceWatch(
            BlockingQueue<WatchEvent> events, Informers informers, Thread owner, CompletableFuture<Void> ready) {
        this.events = events;
        this.informers = informers;
        this.owner = owner;
        this.ready = ready;
    }

    /**
     * Starts watching; returns at once, whether the API server answers or not.
     *
     * @param client stays the caller's, who closes it after the watch
     * @param listener called on a thread of the watch
     */
    public static ResourceWatch start(
            KubernetesClient client,
            Translator translator,
            TranslationSettings translation,
            WatchSettings settings,
            TranslationListener listener) {
        List<Source> sources =
                Informers.sources(settings.namespaces(), settings.selection().omitted());
        // Unbounded, since callbacks must not block: it holds what one relist of everything yields at most.
        BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        HoldOff holdOff = new HoldOff(settings.endpointHoldOff(), settings.otherHoldOff(), settings.longestHoldOff());
        TranslationStep step = new TranslationStep(translator, translation, listener);
        ControlLoop loop = new ControlLoop(events, System::nanoTime, holdOff, step, sources, ready);
        Thread owner = Thread.ofVirtual()
                .name("kubernetes-watch")
                .uncaughtExceptionHandler((thread, e) ->
                        log.atError().setCause(e).log("Watch ended, the last good configuration is kept"))
                .start(loop);
        Informers informers = new Informers(client, settings.selection(), events::add);
        informers.start(sources);
        return new ResourceWatch(events, informers, owner, ready);
    }

    /**
     * Completed when everything was listed, and a translation of it was handed over and taken; never, when the watch is
     * closed before that.
     */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Whether changes are being dealt with; not when the watch was closed, or ended by an error that the log tells. */
    public boolean running() {
        return owner.isAlive();
    }

    /** Stops watching. When it returns the listener is called no more, save for a call that takes longer than 5 s. */
    @Override
    public void close() {
        informers.close();
        events.add(new WatchEvent.Stop());
        try {
            if (!owner.join(CLOSE_PATIENCE)) {
                log.atWarn()
                        .addKeyValue("patience", CLOSE_PATIENCE)
                        .log("Translation did not end in time, interrupting it");
                owner.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
