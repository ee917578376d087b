package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.watch.WatchEvent.Source;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of all state: takes events out of the queue until it is told to stop, and translates once every source was
 * listed, and from then on whenever a batch of changes is due. Waits on the queue only, never in a busy loop.
 */
final class ControlLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ControlLoop.class);

    private final BlockingQueue<WatchEvent> events;
    private final LongSupplier nanos;
    private final HoldOff holdOff;
    private final TranslationStep step;
    private final CompletableFuture<Void> ready;
    private final ClusterState state = new ClusterState();
    private final Set<Source> unlisted;
    private final Set<Source> absent = new HashSet<>();
    private boolean begun;

    /** Whether the loop goes on. */
    private enum Next {
        CONTINUE,
        STOP
    }

    /**
     * @param sources those that must be listed, or found to be absent, before anything is translated
     * @param ready completed after the first translation that the listener took
     */
    ControlLoop(
            BlockingQueue<WatchEvent> events,
            LongSupplier nanos,
            HoldOff holdOff,
            TranslationStep step,
            Collection<Source> sources,
            CompletableFuture<Void> ready) {
        this.events = events;
        this.nanos = nanos;
        this.holdOff = holdOff;
        this.step = step;
        this.unlisted = new HashSet<>(sources);
        this.ready = ready;
    }

    @Override
    public void run() {
        try {
            Next next = Next.CONTINUE;
            while (next == Next.CONTINUE) {
                next = applyAll(await());
                if (unlisted.isEmpty() && next == Next.CONTINUE) {
                    translateWhenDue();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next event; {@code null} when the batch is due before one comes. */
    private @Nullable WatchEvent await() throws InterruptedException {
        if (holdOff.isEmpty() || !unlisted.isEmpty()) {
            return events.take();
        }
        return events.poll(holdOff.remainingNanos(nanos.getAsLong()), TimeUnit.NANOSECONDS);
    }

    /** Applies an event and those that wait behind it. */
    private Next applyAll(@Nullable WatchEvent first) {
        for (WatchEvent event = first; event != null; event = events.poll()) {
            if (apply(event) == Next.STOP) {
                return Next.STOP;
            }
        }
        return Next.CONTINUE;
    }

    private Next apply(WatchEvent event) {
        switch (event) {
            case WatchEvent.Put(var object, var before) -> holdOff.add(state.put(object, before), nanos.getAsLong());
            case WatchEvent.Gone(var object) -> holdOff.add(state.remove(object), nanos.getAsLong());
            case WatchEvent.Listed(Source source) -> listed(source);
            case WatchEvent.Absent(Source source) -> absent(source);
            case WatchEvent.Stop stop -> {
                return Next.STOP;
            }
        }
        return Next.CONTINUE;
    }

    private void listed(Source source) {
        unlisted.remove(source);
        if (absent.remove(source)) {
            log.atInfo().addKeyValue("kind", source).log("Kind is served now, its objects are taken");
        }
    }

    private void absent(Source source) {
        unlisted.remove(source);
        if (absent.add(source)) {
            log.atWarn()
                    .addKeyValue("kind", source)
                    .addKeyValue("apiVersion", source.kind().apiVersion())
                    .log("Kind is not served by the API server, going on without it until it is");
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
        holdOff.clear();
        if (step.run(state.take())) {
            ready.complete(null);
        }
    }
}
