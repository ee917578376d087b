package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.watch.http.ApiFailure;
import dev.hawser.kubernetes.watch.http.EventStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Keeps one source known: lists it, watches from there, and starts the watch anew whenever it ends, until it is
 * interrupted. What fails is tried again, later and later; what is known stays meanwhile. One thread runs it.
 *
 * <p>It lists again only when it must: when the server no longer has the version to go on from (410), or sent an error in
 * the middle of a watch. A list replaces what is known at once, so nothing ever looks empty in between.
 */
final class Reflector implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Reflector.class);

    /** A watch that lived this long works, also when nothing happened. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String LIST = "list";
    private static final String WATCH = "watch";
    /** So many watches in a row that told nothing, not even a bookmark, and the list is asked for again. */
    private static final int MUTE_WATCHES = 4;
    /** So many versions in a row that were too old at once are no accident. */
    private static final int MANY_EXPIRIES = 3;

    private final Source source;
    private final ObjectReader reader;
    private final ObjectDecoder decoder;
    private final Consumer<WatchEvent> sink;
    private final SourceMonitor monitor;
    private final ConnectionSettings settings;
    private final BackOff backOff;

    /** Where to go on from; empty when it has to be listed. */
    private String version = "";

    private int muteWatches;
    private int expiries;
    private String toldUnexpected = "";

    Reflector(
            Source source,
            ObjectReader reader,
            ObjectDecoder decoder,
            Consumer<WatchEvent> sink,
            SourceMonitor monitor,
            ConnectionSettings settings,
            BackOff backOff) {
        this.source = source;
        this.reader = reader;
        this.decoder = decoder;
        this.sink = sink;
        this.monitor = monitor;
        this.settings = settings;
        this.backOff = backOff;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(attempt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One list, if it is needed, and one watch. Returns how long to wait before the next. */
    private Duration attempt() throws InterruptedException {
        String verb = LIST;
        try {
            if (version.isEmpty()) {
                list();
            }
            verb = WATCH;
            watch();
            return Duration.ZERO;
        } catch (ApiFailure failure) {
            return failed(verb, failure);
        } catch (RuntimeException e) {
            return failedUnexpectedly(verb, e);
        }
    }

    /** A fault of this program. Where it was is told once, since it may come back each time. */
    private Duration failedUnexpectedly(String verb, RuntimeException e) {
        if (!e.toString().equals(toldUnexpected)) {
            toldUnexpected = e.toString();
            log.atError().setCause(e).addKeyValue("kind", source).log("Watch met an unexpected failure, starting anew");
        }
        version = "";
        monitor.failed(
                verb,
                ApiFailure.of(
                        ApiFailure.Reason.MALFORMED,
                        "unexpected failure: " + e.getClass().getSimpleName()));
        return backOff.next();
    }

    private void list() throws ApiFailure, InterruptedException {
        Listing listing = reader.list();
        version = listing.version();
        muteWatches = 0;
        sink.accept(new WatchEvent.Listed(source, listing.objects(), listing.unreadable()));
        monitor.listed();
    }

    private void watch() throws ApiFailure, InterruptedException {
        Duration length = backOff.spread(settings.watchLength());
        long start = System.nanoTime();
        try (EventStream events = reader.watch(version, length)) {
            sink.accept(new WatchEvent.Watched(source));
            muteWatches++;
            Duration limit = length.plus(settings.watchGrace());
            Duration age = Duration.ZERO;
            while (age.compareTo(limit) < 0) {
                Duration patience = age.compareTo(SETTLED) < 0 ? SETTLED.minus(age) : limit.minus(age);
                switch (events.next(patience)) {
                    case EventStream.Event event -> {
                        take(event);
                        settled();
                        muteWatches = 0;
                    }
                    case EventStream.Quiet quiet -> settled();
                    case EventStream.End end -> {
                        ended(Duration.ofNanos(System.nanoTime() - start));
                        return;
                    }
                }
                age = Duration.ofNanos(System.nanoTime() - start);
            }
            if (muteWatches > 0) {
                throw ApiFailure.of(
                        ApiFailure.Reason.SILENT,
                        "the watch told nothing and did not end within " + limit.toSeconds() + " s");
            }
        }
    }

    /** The server ended the watch, as agreed, or because it is about to stop. */
    private void ended(Duration age) throws ApiFailure {
        if (muteWatches > 0 && age.compareTo(SETTLED) < 0) {
            // Not taken as agreed, or a server that does so each time would be asked again and again without a pause.
            throw ApiFailure.of(ApiFailure.Reason.UNREACHABLE, "the watch ended as soon as it began");
        }
        if (muteWatches >= MUTE_WATCHES) {
            // A server whose data was put back to an earlier day numbers changes lower than what we know: it has
            // nothing
            // to tell until it is past that, and does not say so.
            version = "";
        }
    }

    private void settled() {
        monitor.settled();
        backOff.reset();
        expiries = 0;
    }

    private void take(EventStream.Event event) throws ApiFailure {
        JsonNode json = event.object();
        ObjectKey key = decoder.keyOf(json);
        switch (event.type()) {
            case "ADDED", "MODIFIED" ->
                decoder.decode(json).ifPresent(object -> sink.accept(new WatchEvent.Changed(source, key, object)));
            case "DELETED" -> sink.accept(new WatchEvent.Changed(source, key, null));
            case "BOOKMARK" -> log.atTrace().addKeyValue("kind", source).log("Bookmark");
            default ->
                throw ApiFailure.of(
                        ApiFailure.Reason.MALFORMED, "type: " + event.type() + " (expected: a kind of event)");
        }
        String reached = ObjectDecoder.versionOf(json);
        if (!reached.isEmpty()) {
            version = reached;
        }
    }

    private Duration failed(String verb, ApiFailure failure) throws InterruptedException {
        switch (failure.reason()) {
            case GONE -> {
                version = "";
                log.atDebug().addKeyValue("kind", source).log("Version is too old, listing again");
                if (++expiries < MANY_EXPIRIES) {
                    // As agreed: the server keeps some minutes. It is a failure only when new lists do not help.
                    return backOff.next();
                }
            }
            case NOT_FOUND -> {
                version = "";
                if (reader.isAbsent()) {
                    sink.accept(new WatchEvent.Absent(source));
                    monitor.absent();
                    return backOff.spread(settings.absentRetry());
                }
                if (monitor.state().phase() == SourceState.Phase.ABSENT) {
                    // It is being installed at this moment.
                    return backOff.spread(settings.absentRetry());
                }
            }
            case REJECTED, MALFORMED -> version = "";
            case SERVER_ERROR -> {
                if (failure.status() != HttpURLConnection.HTTP_UNAVAILABLE
                        && failure.status() != HttpURLConnection.HTTP_BAD_GATEWAY) {
                    // Among them is 504 for a version that the server has not reached (etcd was put back to a backup).
                    version = "";
                }
            }
            case UNREACHABLE, SILENT, THROTTLED, UNAUTHORIZED, FORBIDDEN -> {
                // What is known is as good as it was: go on from there.
            }
        }
        monitor.failed(verb, failure);
        Duration wait = backOff.next();
        return wait.compareTo(failure.retryAfter()) < 0 ? failure.retryAfter() : wait;
    }
}
