package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.store.EventLog;
import dev.hawser.server.playground.api.store.Listing;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.store.WatchEvent;
import dev.hawser.server.playground.api.view.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One watch: a place in the history of a collection that moves on as its events are sent. */
final class WatchStream {

    /** What a watch wants besides its selection. */
    record Options(WatchStart start, Bookmarks bookmarks, Duration timeout, Representation representation) {}

    /** Whether a quiet watch tells from time to time up to which version nothing happened. */
    enum Bookmarks {
        SENT,
        NOT_SENT
    }

    private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);

    private final ResourceStore store;
    private final Selection selection;
    private final Options options;
    private final EventLog log;
    // Confined to the thread that runs the watch, like the field below.
    private long cursor;
    private Tables.Header header = Tables.Header.SHOWN;

    WatchStream(ResourceStore store, Selection selection, Options options) {
        this.store = store;
        this.selection = selection;
        this.options = options;
        this.log = store.log(selection.kind());
    }

    /**
     * Sends events until the time is up, the history has been lost, or the store closes.
     *
     * @throws IOException when the client is gone
     * @throws InterruptedException when the thread is interrupted
     */
    void run(EventSink sink) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        try {
            begin(sink);
            while (true) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.isNegative() || left.isZero() || log.isClosed()) {
                    return;
                }
                boolean isLastWait = left.compareTo(BOOKMARK_EVERY) <= 0;
                List<WatchEvent> events = log.after(cursor, isLastWait ? left : BOOKMARK_EVERY);
                if (!events.isEmpty()) {
                    send(events, sink);
                } else if (options.bookmarks() == Bookmarks.SENT) {
                    sendBookmark(sink);
                }
            }
        } catch (ApiFailure e) {
            sink.send(List.of(event("ERROR", e.status())));
        }
    }

    private void begin(EventSink sink) throws IOException, InterruptedException {
        switch (options.start()) {
            case WatchStart.After(long version) -> {
                if (version > store.version()) {
                    throw ApiFailure.expired(version, store.version());
                }
                cursor = version;
            }
            case WatchStart.Present(WatchStart.EndOfPresent end) -> {
                Listing present = store.list(selection);
                List<ObjectNode> events = new ArrayList<>();
                present.items().forEach(item -> events.add(selected("ADDED", item)));
                cursor = present.version();
                if (end == WatchStart.EndOfPresent.MARKED) {
                    ObjectNode annotations = Json.object().put("k8s.io/initial-events-end", "true");
                    events.add(event(
                            "BOOKMARK", options.representation().bookmark(selection.kind(), cursor, annotations)));
                }
                sink.send(events);
            }
        }
    }

    private void send(List<WatchEvent> events, EventSink sink) throws IOException, InterruptedException {
        List<ObjectNode> news = new ArrayList<>();
        for (WatchEvent event : events) {
            boolean was = event.previous() != null && selection.selects(event.previous());
            boolean is = event.type() != WatchEvent.Type.DELETED && selection.selects(event.object());
            if (is) {
                news.add(selected(was ? "MODIFIED" : "ADDED", event.object()));
            } else if (was) {
                news.add(selected("DELETED", event.object()));
            }
        }
        cursor = events.getLast().version();
        if (!news.isEmpty()) {
            sink.send(news);
        }
    }

    private void sendBookmark(EventSink sink) throws IOException, InterruptedException {
        // Read first: every event up to this version is then in the history, so none means that none was missed.
        long version = store.version();
        if (log.after(cursor, Duration.ZERO).isEmpty()) {
            cursor = version;
            sink.send(List.of(
                    event("BOOKMARK", options.representation().bookmark(selection.kind(), version, Json.object()))));
        }
    }

    private ObjectNode selected(String type, ObjectNode stored) {
        ResourceKind kind = selection.kind();
        ObjectNode served = kind.shape().served(stored, kind.apiVersion());
        ObjectNode event = event(type, options.representation().one(kind, served, header));
        header = Tables.Header.LEFT_OUT;
        return event;
    }

    private static ObjectNode event(String type, ObjectNode object) {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        return event;
    }
}
