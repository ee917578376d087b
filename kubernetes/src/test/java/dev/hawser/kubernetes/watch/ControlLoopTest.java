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
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop without a cluster: each test puts events into the inbox and waits for what comes out. */
class ControlLoopTest {

    private static final Source INGRESSES = new Source(ResourceKind.INGRESS, "");
    private static final Source SERVICES = new Source(ResourceKind.SERVICE, "");
    private static final Source SLICES = new Source(ResourceKind.ENDPOINT_SLICE, "");

    private final Inbox inbox = new Inbox();
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Translation> handedOver = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> settled = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread loop = Thread.ofVirtual()
            .unstarted(new ControlLoop(
                    inbox,
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
        inbox.stop();
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

    private static Map<ObjectKey, HasMetadata> byKey(HasMetadata... objects) {
        return Stream.of(objects).collect(Collectors.toMap(ObjectKey::of, object -> object));
    }

    private void put(String ingress) {
        change(INGRESSES, Objects.ingress(ingress, "/"));
    }

    private void remove(String ingress) {
        inbox.add(new WatchEvent.Changed(INGRESSES, ObjectKey.of(Objects.ingress(ingress, "/")), null));
    }

    private void change(Source source, HasMetadata object) {
        inbox.add(new WatchEvent.Changed(source, ObjectKey.of(object), object));
    }

    private void list(Source source, HasMetadata... objects) {
        inbox.add(new WatchEvent.Listed(source, byKey(objects), Set.of()));
    }

    private void watched() {
        inbox.add(new WatchEvent.Watched(INGRESSES));
        inbox.add(new WatchEvent.Watched(SLICES));
    }

    private void startWith(String ingress) throws InterruptedException {
        list(INGRESSES, Objects.ingress(ingress, "/"));
        list(SLICES);
        loop.start();
        assertThat(nextNames()).containsExactly(ingress);
        assertThat(next(calls)).isEqualTo(new Call("translate", Set.of(), 1));
    }

    @Test
    void nothingIsTranslatedBeforeEverySourceIsListed() throws InterruptedException {
        list(INGRESSES, Objects.ingress("a", "/"));
        put("b");
        watched();
        loop.start();
        inbox.stop();
        assertThat(loop.join(Duration.ofSeconds(10))).isTrue();
        assertThat(calls).isEmpty();
        assertThat(ready).isNotDone();
    }

    @Test
    void anAbsentSourceIsNotWaitedFor() throws Exception {
        list(INGRESSES, Objects.ingress("a", "/"));
        inbox.add(new WatchEvent.Watched(INGRESSES));
        inbox.add(new WatchEvent.Absent(SLICES));
        loop.start();
        assertThat(nextNames()).containsExactly("a");
        ready.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatASourceHadIsGoneWhenItsKindIs() throws InterruptedException {
        startWith("a");
        inbox.add(new WatchEvent.Absent(INGRESSES));
        assertThat(nextNames()).isEmpty();
    }

    @Test
    void aListReplacesAllAtOnce() throws InterruptedException {
        startWith("a");
        list(INGRESSES, Objects.ingress("b", "/"), Objects.ingress("c", "/"));
        assertThat(nextNames()).containsExactlyInAnyOrder("b", "c");
        assertThat(handedOver).isEmpty();
    }

    @Test
    void whatCannotBeReadAnyMoreStaysAsItWas() throws InterruptedException {
        startWith("a");
        inbox.add(new WatchEvent.Listed(
                INGRESSES,
                byKey(Objects.ingress("b", "/")),
                Set.of(ObjectKey.of(Objects.ingress("a", "/")), ObjectKey.of(Objects.ingress("new", "/")))));
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aListOfTheSameVersionsChangesNothing() throws InterruptedException {
        Ingress versioned = Objects.ingress("a", "/");
        versioned.getMetadata().setResourceVersion("7");
        list(INGRESSES, versioned);
        list(SLICES);
        loop.start();
        assertThat(nextNames()).containsExactly("a");
        assertThat(next(calls).generation()).isEqualTo(1);
        list(INGRESSES, versioned);
        put("b");
        assertThat(next(calls).generation()).isEqualTo(2);
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void anEventThatCannotBeAppliedEndsNothing() throws InterruptedException {
        startWith("a");
        change(INGRESSES, new Namespace());
        put("b");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void changesOfEndpointsAloneAreRetargeted() throws InterruptedException {
        list(INGRESSES, Objects.ingress("a", "/"));
        list(SLICES, Objects.slice("10.0.0.1"));
        loop.start();
        assertThat(nextNames()).containsExactly("a");
        assertThat(next(calls)).isEqualTo(new Call("translate", Set.of(), 1));
        EndpointSlice after = Objects.slice("10.0.0.2");
        after.getMetadata().getLabels().put(ResourceSnapshot.SERVICE_NAME_LABEL, "other");
        change(SLICES, after);
        ObjectKey app = ResourceKind.SERVICE.key("default", "app");
        ObjectKey other = ResourceKind.SERVICE.key("default", "other");
        assertThat(next(calls)).isEqualTo(new Call("retarget", Set.of(app, other), 2));
        inbox.add(new WatchEvent.Changed(SLICES, ObjectKey.of(after), null));
        assertThat(next(calls)).isEqualTo(new Call("retarget", Set.of(other), 3));
        assertThat(handedOver).isEmpty();
    }

    @Test
    void equalTranslationsAreHandedOverOnce() throws InterruptedException {
        startWith("a");
        change(SERVICES, Objects.service());
        assertThat(next(calls).method()).isEqualTo("translate");
        put("b");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void failedTranslationKeepsTheLastAndIsMadeUpForInFull() throws InterruptedException {
        startWith("a");
        put("broken");
        assertThat(next(calls).method()).isEqualTo("translate");
        change(SLICES, Objects.slice("10.0.0.1"));
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(handedOver).isEmpty();
        put("b");
        remove("broken");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void isNotReadyBeforeEverySourceIsWatched() throws Exception {
        startWith("a");
        inbox.add(new WatchEvent.Watched(INGRESSES));
        put("b");
        assertThat(nextNames()).hasSize(2);
        assertThat(ready).isNotDone();
        inbox.add(new WatchEvent.Watched(SLICES));
        ready.get(10, TimeUnit.SECONDS);
    }

    @Test
    void isReadyOnlyWhenATranslationWasTaken() throws Exception {
        list(INGRESSES, Objects.ingress("broken", "/"));
        list(SLICES);
        watched();
        loop.start();
        assertThat(next(calls).method()).isEqualTo("translate");
        put("refused");
        remove("broken");
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(ready).isNotDone();
        put("a");
        remove("refused");
        assertThat(nextNames()).containsExactly("a");
        ready.get(10, TimeUnit.SECONDS);
    }

    @Test
    void refusedTranslationIsHandedOverAgainWithTheNextChange() throws InterruptedException {
        startWith("a");
        put("refused");
        assertThat(next(calls).method()).isEqualTo("translate");
        remove("refused");
        put("b");
        assertThat(nextNames()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aChangeOfAStatusIsShownButNotTranslated() throws InterruptedException {
        startWith("a");
        assertThat(next(settled)).isEqualTo(1L);
        Ingress after = Objects.ingress("a", "/");
        after.getMetadata().setResourceVersion("2");
        change(INGRESSES, after);
        assertThat(next(settled)).isEqualTo(2L);
        assertThat(calls).isEmpty();
        assertThat(handedOver).isEmpty();
    }

    @Test
    void aChangeThatMeansTheSameIsShownButNotHandedOver() throws InterruptedException {
        startWith("a");
        assertThat(next(settled)).isEqualTo(1L);
        change(INGRESSES, Objects.ingress("a", "/other"));
        assertThat(next(calls).method()).isEqualTo("translate");
        assertThat(next(settled)).isEqualTo(2L);
        assertThat(handedOver).isEmpty();
    }
}
