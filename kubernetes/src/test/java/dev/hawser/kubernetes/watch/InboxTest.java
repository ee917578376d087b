package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Source INGRESSES = new Source(ResourceKind.INGRESS, "");
    private static final Source SERVICES = new Source(ResourceKind.SERVICE, "");

    private static final Service OBJECT = Objects.service();

    private final Inbox inbox = new Inbox();

    private static WatchEvent change(Source source, String name) {
        return new WatchEvent.Changed(source, source.kind().key("default", name), OBJECT);
    }

    private static WatchEvent gone(Source source, String name) {
        return new WatchEvent.Changed(source, source.kind().key("default", name), null);
    }

    private List<WatchEvent> take() throws InterruptedException {
        return inbox.take(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void holdsOnlyTheLatestStateOfAnObject() throws InterruptedException {
        for (int i = 0; i < 100_000; i++) {
            inbox.add(change(SERVICES, "s" + i % 7));
        }
        assertThat(inbox.size()).isEqualTo(7);
        WatchEvent last = gone(SERVICES, "s3");
        inbox.add(last);
        assertThat(take()).hasSize(7).contains(last);
        assertThat(inbox.size()).isZero();
    }

    @Test
    void aListReplacesWhatWasKnownOfItsSourceBefore() throws InterruptedException {
        WatchEvent other = change(INGRESSES, "a");
        WatchEvent list = new WatchEvent.Listed(SERVICES, Map.of(), Set.of());
        WatchEvent after = change(SERVICES, "c");
        inbox.add(change(SERVICES, "a"));
        inbox.add(other);
        inbox.add(change(SERVICES, "b"));
        inbox.add(list);
        inbox.add(after);
        assertThat(take()).containsExactly(other, list, after);
    }

    @Test
    void objectsOfTheSameNameInTwoSourcesAreTwo() throws InterruptedException {
        inbox.add(change(INGRESSES, "a"));
        inbox.add(change(SERVICES, "a"));
        assertThat(take())
                .extracting(event -> ((WatchEvent.Changed) event).key())
                .containsExactly(new ObjectKey("Ingress", "default", "a"), new ObjectKey("Service", "default", "a"));
    }

    @Test
    void waitsNoLongerThanItIsTold() throws InterruptedException {
        assertThat(inbox.take(1)).isEmpty();
    }

    @Test
    void stoppingWakesWhoeverWaits() throws Exception {
        CompletableFuture<List<WatchEvent>> waiting = new CompletableFuture<>();
        Thread taker = Thread.ofVirtual().start(() -> {
            try {
                waiting.complete(inbox.take(Duration.ofDays(1).toNanos()));
            } catch (InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        inbox.stop();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(inbox.isStopped()).isTrue();
        taker.join();
    }
}
