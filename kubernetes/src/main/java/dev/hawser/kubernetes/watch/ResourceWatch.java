package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a cluster and hands over what it means, each time that changes.
 *
 * <p>Nothing is handed over before every kind was listed once, so that an incomplete view never replaces a good
 * configuration; that holds as well for a kind that may not be read. A kind that the API server does not know (a custom
 * resource that is not installed) counts as empty and is asked for again every few seconds. Other failures are tried again
 * as well: until they are over, what is known stays.
 */
public final class ResourceWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ResourceWatch.class);

    private static final List<ResourceKind<?>> KINDS = List.of(
            ResourceKind.INGRESS,
            ResourceKind.INGRESS_CLASS,
            ResourceKind.SERVICE,
            ResourceKind.ENDPOINT_SLICE,
            ResourceKind.SECRET,
            ResourceKind.CONFIG_MAP,
            ResourceKind.KONG_UPSTREAM_POLICY,
            ResourceKind.INGRESS_CLASS_PARAMETERS);

    /** How long closing waits for the listener to return. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    private final Inbox inbox;
    private final Reflectors reflectors;
    private final Thread owner;
    private final CompletableFuture<Void> ready;

    private ResourceWatch(Inbox inbox, Reflectors reflectors, Thread owner, CompletableFuture<Void> ready) {
        this.inbox = inbox;
        this.reflectors = reflectors;
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
        List<Source> sources = Source.of(KINDS, settings.namespaces(), settings.selection());
        Inbox inbox = new Inbox();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        HoldOff holdOff = new HoldOff(settings.endpointHoldOff(), settings.otherHoldOff(), settings.longestHoldOff());
        TranslationStep step = new TranslationStep(translator, translation, listener);
        ControlLoop loop = new ControlLoop(inbox, System::nanoTime, holdOff, step, sources, ready);
        Thread owner = Thread.ofVirtual()
                .name("kubernetes-watch")
                .uncaughtExceptionHandler((thread, e) ->
                        log.atError().setCause(e).log("Watch ended, the last good configuration is kept"))
                .start(loop);
        Reflectors reflectors = new Reflectors(client, sources, settings, inbox::add);
        return new ResourceWatch(inbox, reflectors, owner, ready);
    }

    /**
     * Completed when everything was listed, a translation of it was handed over and taken, and the API server agreed to
     * tell of all changes; never, when the watch is closed before that. Later failures do not undo it: see
     * {@link #sources}.
     */
    public CompletionStage<Void> ready() {
        return ready.minimalCompletionStage();
    }

    /** Whether changes are being dealt with; not when the watch was closed, or ended by an error that the log tells. */
    public boolean running() {
        return owner.isAlive();
    }

    /** How the watch of each kind, and namespace, is doing now; always in the same order. Any thread may ask. */
    public List<SourceState> sources() {
        return reflectors.states();
    }

    /** Stops watching. When it returns the listener is called no more, save for a call that takes longer than 3 s. */
    @Override
    public void close() {
        reflectors.close();
        inbox.stop();
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
