package dev.hawser.kubernetes.watch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of all state: takes events out of the inbox until that is stopped, and translates once every source was
 * listed, and from then on whenever a batch of changes is due. Waits on the inbox only, never in a busy loop.
 */
final class ControlLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);

    private final Inbox inbox;
    private final LongSupplier nanos;
    private final HoldOff holdOff;
    private final TranslationStep step;
    private final CompletableFuture<Void> ready;
    private final ClusterState state;
    private final Set<Source> unlisted;
    private final Set<Source> unwatched;
    private boolean begun;
    private boolean taken;

    /**
     * @param sources those that must be listed, or found to be absent, before anything is translated
     * @param ready completed when the listener took a translation and every source is watched
     */
    ControlLoop(
            Inbox inbox,
            LongSupplier nanos,
            HoldOff holdOff,
            TranslationStep step,
            Collection<Source> sources,
            CompletableFuture<Void> ready) {
        this.inbox = inbox;
        this.nanos = nanos;
        this.holdOff = holdOff;
        this.step = step;
        this.state = new ClusterState(sort -> holdOff.add(sort, nanos.getAsLong()));
        this.unlisted = new HashSet<>(sources);
        this.unwatched = new HashSet<>(sources);
        this.ready = ready;
    }

    @Override
    public void run() {
        try {
            while (!inbox.isStopped()) {
                inbox.take(patience()).forEach(this::applySafely);
                if (unlisted.isEmpty() && !inbox.isStopped()) {
                    translateWhenDue();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long there is nothing to do if nothing comes. */
    private long patience() {
        return holdOff.isEmpty() || !unlisted.isEmpty() ? Long.MAX_VALUE : holdOff.remainingNanos(nanos.getAsLong());
    }

    /** An event that cannot be applied must not end the loop, which would keep all others from being applied. */
    private void applySafely(WatchEvent event) {
        try {
            apply(event);
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("kind", event.source())
                    .log("Change could not be applied, it is left out");
        }
    }

    private void apply(WatchEvent event) {
        switch (event) {
            case WatchEvent.Changed(var source, var key, var object) -> {
                if (object == null) {
                    state.remove(source, key);
                } else {
                    state.put(source, key, object);
                }
            }
            case WatchEvent.Listed(var source, var objects, var unreadable) -> {
                state.replace(source, objects, unreadable);
                unlisted.remove(source);
            }
            case WatchEvent.Absent(var source) -> {
                state.replace(source, Map.of(), Set.of());
                unlisted.remove(source);
                watched(source);
            }
            case WatchEvent.Watched(var source) -> watched(source);
        }
    }

    private void watched(Source source) {
        unwatched.remove(source);
        completeWhenReady();
    }

    private void completeWhenReady() {
        if (taken && unwatched.isEmpty()) {
            ready.complete(null);
        }
    }

    private void translateWhenDue() {
        if (!begun) {
            begun = true;
            translate();
        } else if (!holdOff.isEmpty() && holdOff.remainingNanos(nanos.getAsLong()) == 0) {
            translate();
        }
    }

    private void translate() {
        long start = nanos.getAsLong();
        if (step.run(state.take())) {
            taken = true;
            completeWhenReady();
        }
        holdOff.clear(start, nanos.getAsLong());
    }
}
