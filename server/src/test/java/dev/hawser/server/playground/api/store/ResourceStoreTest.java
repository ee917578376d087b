package dev.hawser.server.playground.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Selection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ResourceStoreTest {

    private static final long START = 100;

    private final ResourceStore store = new ResourceStore(START, 3);

    @Test
    void givesEveryWriteTheNextVersion() {
        store.put(ResourceKinds.POD, named("a"));
        store.put(ResourceKinds.SERVICE, named("b"));

        assertThat(store.version()).isEqualTo(START + 2);
        assertThat(versions(ResourceKinds.POD)).containsExactly("101");
        assertThat(versions(ResourceKinds.SERVICE)).containsExactly("102");
    }

    @Test
    void replaysMissedChangesInOrder() throws InterruptedException {
        store.put(ResourceKinds.POD, named("a"));
        long seen = store.version();
        store.put(ResourceKinds.POD, named("b"));
        store.put(ResourceKinds.POD, named("a"));
        store.remove(ResourceKinds.POD, named("b"));

        List<WatchEvent> events = store.log(ResourceKinds.POD).after(seen, Duration.ZERO);

        assertThat(events)
                .extracting(WatchEvent::type, e -> new Meta(e.object()).name())
                .containsExactly(
                        tuple(WatchEvent.Type.ADDED, "b"),
                        tuple(WatchEvent.Type.MODIFIED, "a"),
                        tuple(WatchEvent.Type.DELETED, "b"));
        assertThat(events).extracting(WatchEvent::version).isSorted();
    }

    @Test
    void tellsWhoHasMissedForgottenChanges() {
        EventLog log = store.log(ResourceKinds.POD);
        for (String name : List.of("a", "b", "c", "d")) {
            store.put(ResourceKinds.POD, named(name));
        }

        assertThatThrownBy(() -> log.after(START, Duration.ZERO))
                .isInstanceOfSatisfying(ApiFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(410);
                    assertThat(e.reason()).isEqualTo("Expired");
                })
                .hasMessage("too old resource version: 100 (101)");
    }

    @Test
    void rejectsVersionsOfEarlierRuns() {
        assertThatThrownBy(() -> store.log(ResourceKinds.POD).after(START - 1, Duration.ZERO))
                .isInstanceOf(ApiFailure.class);
    }

    @Test
    void keepsHistoriesOfCollectionsApart() throws InterruptedException {
        store.put(ResourceKinds.SERVICE, named("s"));
        for (int i = 0; i < 10; i++) {
            store.put(ResourceKinds.POD, named("p"));
        }

        assertThat(store.log(ResourceKinds.SERVICE).after(START, Duration.ZERO)).hasSize(1);
    }

    @Test
    void wakesReaderWhenSomethingChanges() throws Exception {
        EventLog log = store.log(ResourceKinds.POD);
        CompletableFuture<List<WatchEvent>> read = readLater(log);

        store.put(ResourceKinds.POD, named("a"));

        assertThat(read.get(10, TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void wakesReaderWhenItCloses() throws Exception {
        EventLog log = store.log(ResourceKinds.POD);
        CompletableFuture<List<WatchEvent>> read = readLater(log);

        store.close();

        assertThat(read.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(log.isClosed()).isTrue();
    }

    @Test
    void refusesWritesAfterItCloses() {
        store.close();

        assertThatThrownBy(() -> store.put(ResourceKinds.POD, named("a")))
                .isInstanceOfSatisfying(
                        ApiFailure.class, e -> assertThat(e.code()).isEqualTo(503));
    }

    @Test
    void sharesOneCollectionBetweenBothKindsOfEvents() {
        store.put(ResourceKinds.EVENT, named("e"));

        assertThat(versions(ResourceKinds.NEW_EVENT)).containsExactly("101");
    }

    private List<String> versions(dev.hawser.server.playground.api.resource.ResourceKind kind) {
        return store.list(Selection.all(kind, "")).items().stream()
                .map(object -> new Meta(object).resourceVersion())
                .toList();
    }

    private static CompletableFuture<List<WatchEvent>> readLater(EventLog log) {
        CompletableFuture<List<WatchEvent>> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                read.complete(log.after(START, Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                read.completeExceptionally(e);
            }
        });
        return read;
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("namespace", "default").put("name", name);
        return object;
    }
}
