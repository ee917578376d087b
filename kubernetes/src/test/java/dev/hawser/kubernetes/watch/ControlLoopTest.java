package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.watch.WatchEvent.Source;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop without a cluster: each test puts events into the queue and waits for what comes out. */
class ControlLoopTest {

    private static final Source INGRESSES = new Source(ResourceKind.INGRESS, "");
    private static final Source SLICES = new Source(ResourceKind.ENDPOINT_SLICE, "");

    private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Translation> handedOver = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> settled = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread loop = Thread.ofVirtual()
            .unstarted(new ControlLoop(
                    events,
                    System::nanoTime,
                    new HoldOff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)),
                    new TranslationStep(new NamesOnly(), TranslationSettings.defaults(), new Listener()),
                    List.of(INGRESSES, SLICES),
                    ready));

    /** How the translator was called. */
    private record Call(String method, Set<ObjectKey> services, long generation) {}

    /** Makes an upstream of each Ingress's name; fails for one whose name is {@code broken}. */
    private final class NamesOnly implements Translator {

        @Override
        public Translation translate(ResourceSnapshot snapshot, TranslationSettings settings) {
            calls.add(new Call("translate", Set.of(), snapshot.generation()));
            List<Upstream> upstreams = new ArrayList<>();
            for (Ingress ingress : snapshot.all(ResourceKind.INGRESS)) {
                String name = ingress.getMetadata().getName();
                if (name.equals("broken")) {
                    throw new IllegalStateException("broken on purpose");
                }
                upstreams.add(Upstream.builder(name).build());
            }
            return new Translation(new GatewayConfig(List.of(), List.of(), upstreams, List.of()), List.of());
        }

        @Override
        public Translation retarget(
                Translation previous, ResourceSnapshot snapshot, Set<ObjectKey> services, TranslationSettings s) {
            calls.add(new Call("retarget", services, snapshot.generation()));
            return previous;
        }
    }

    private final class Listener implements TranslationListener {

        @Override
        public void translated(Translation translation, ResourceSnapshot snapshot) {
            handOver(translation);
        }

        @Override
        public void settled(Translation translation, ResourceSnapshot snapshot) {
            settled.add(snapshot.generation());
        }
    }

    private void handOver(Translation translation) {
        if (translation.config().upstreams().stream()
                .anyMatch(upstream -> upstream.name().equals("refused"))) {
            throw new IllegalStateException("refused on purpose");
        }
        handedOver.add(translation);
    }

    @AfterEach
    void stop() throws InterruptedException {
        events.add(new WatchEvent.Stop());
        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    private List<String> nextNames() throws InterruptedException {
        return next(handedOver).config().upstreams().stream()
                .map(Upstream::name)
                .toList();
    }

    private void put(String ingress) {
        events.add(new WatchEvent.Put(Objects.ingress(ingress, "/"), null));
    }

    private void startWith(String ingress) throws InterruptedException {
        put(ingress);
        events.add(new WatchEvent.Listed(INGRESSES));
        events.add(new WatchEvent.Listed(SLICES));
        loop.start();
        assertThat(nextNames()).containsExactly(ingress);
        assertThat(next(calls)).isEqualTo(new Call("translate", Set.of(), 1));
    }

    @Test
    void nothingIsTranslatedBeforeEverySourceIsListed() throws InterruptedException {
        put("a");
        events.add(new WatchEvent.Listed(INGRESSES));
        put("b");
        events.add(new WatchEvent.Stop());
        loop.start();
        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
        assertThat(calls).isEmpty();
        assertThat(ready).isNotDone();
    }

    @Test
    void anAbsentSourceIsNotWaitedFor() throws Exception {
        put("a");
        events.add(new WatchEvent.Absent(SLICES));
        events.add(new WatchEvent.Listed(INGRESSES));
        loop.start();
        assertThat(nextNames()).containsExactly("a");
        ready.get(10, TimeUnit.SECONDS);
    }

    @Test
    void changesOfEndpointsAloneAreRetargeted() throws InterruptedException {
        startWith("a");
        EndpointSlice before = Objects.slice("10.0.0.1");
        EndpointSlice after = Objects.slice("10.0.0.2");
        after.getMetadata().getLabels().put(ResourceSnapshot.SERVICE_NAME_LABEL, "other");
        events.add(new WatchEvent.Put(after, before));
        ObjectKey app = ResourceKind.SERVICE.key("default", "app");
        ObjectKey other = ResourceKind.SERVICE.key("default", "other");
        assertThat(next(calls)).isEqualTo(new Call("retarget", Set.of(app, other), 2));
        events.add(new WatchEvent.Gone(after));
        assertThat(next(calls)).isEqualTo(new Call("retarget", Set.of(other), 3));
        assertThat(handedOver).isEmpty();
    }

    @Test
    void equalTranslationsAreHandedOverOnce() throws InterruptedException {
        startWith("a");
        events.add(new WatchEvent.Put(Objects.service(), null));
        assertThat(next(calls).method()).isEqualTo("translate");
        put("b");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void failedTranslationKeepsTheLastAndIsMadeUpForInFull() throws InterruptedException {
        startWith("a");
        put("broken");
        assertThat(next(calls).method()).isEqualTo("translate");
        events.add(new WatchEvent.Put(Objects.slice("10.0.0.1"), null));
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(handedOver).isEmpty();
        put("b");
        events.add(new WatchEvent.Gone(Objects.ingress("broken", "/")));
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void isReadyOnlyWhenATranslationWasTaken() throws Exception {
        put("broken");
        events.add(new WatchEvent.Listed(INGRESSES));
        events.add(new WatchEvent.Listed(SLICES));
        loop.start();
        assertThat(next(calls).method()).isEqualTo("translate");
        put("refused");
        events.add(new WatchEvent.Gone(Objects.ingress("broken", "/")));
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(ready).isNotDone();
        put("a");
        events.add(new WatchEvent.Gone(Objects.ingress("refused", "/")));
        assertThat(nextNames()).containsExactly("a");
        ready.get(10, TimeUnit.SECONDS);
    }

    @Test
    void refusedTranslationIsHandedOverAgainWithTheNextChange() throws InterruptedException {
        startWith("a");
        put("refused");
        assertThat(next(calls).method()).isEqualTo("translate");
        events.add(new WatchEvent.Gone(Objects.ingress("refused", "/")));
        put("b");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aChangeOfAStatusIsShownButNotTranslated() throws InterruptedException {
        startWith("a");
        assertThat(next(settled)).isEqualTo(1L);
        Ingress before = Objects.ingress("a", "/");
        Ingress after = Objects.ingress("a", "/");
        after.getMetadata().setResourceVersion("2");
        events.add(new WatchEvent.Put(after, before));
        assertThat(next(settled)).isEqualTo(2L);
        assertThat(calls).isEmpty();
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aChangeThatMeansTheSameIsShownButNotHandedOver() throws InterruptedException {
        startWith("a");
        assertThat(next(settled)).isEqualTo(1L);
        events.add(new WatchEvent.Put(Objects.ingress("a", "/other"), Objects.ingress("a", "/")));
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(next(settled)).isEqualTo(2L);
        assertThat(handedOver).isEmpty();
    }
}
