package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole watch against a server that keeps objects and serves watches, over real connections. */
class ResourceWatchTest {

    private final FakeApiServer server = new FakeApiServer();
    private final BlockingQueue<Translation> handedOver = new LinkedBlockingQueue<>();
    private final BlockingQueue<Translation> translated = new LinkedBlockingQueue<>();

    private final List<ResourceWatch> running = new ArrayList<>();
    private final KubernetesClient client = server.client();

    /** Tells of each translation, also of those that change nothing. */
    private final class Observed implements Translator {

        private final Translator translator = new ResourceTranslator();

        @Override
        public Translation translate(ResourceSnapshot snapshot, TranslationSettings settings) {
            Translation translation = translator.translate(snapshot, settings);
            translated.add(translation);
            return translation;
        }

        @Override
        public Translation retarget(
                Translation previous, ResourceSnapshot snapshot, Set<ObjectKey> services, TranslationSettings s) {
            Translation translation = translator.retarget(previous, snapshot, services, s);
            translated.add(translation);
            return translation;
        }
    }

    @BeforeEach
    void createObjects() {
        server.put(Objects.ingress("app", "/"), Objects.service(), Objects.slice("10.0.0.1"), Objects.policy());
    }

    @AfterEach
    void stop() {
        running.forEach(ResourceWatch::close);
        server.close();
    }

    private ResourceWatch start(WatchSettings settings) {
        return start(settings, (translation, snapshot) -> handedOver.add(translation));
    }

    private ResourceWatch start(WatchSettings settings, TranslationListener listener) {
        ResourceWatch watch =
                ResourceWatch.start(client, new Observed(), TranslationSettings.defaults(), settings, listener);
        running.add(watch);
        return watch;
    }

    private static Translation next(BlockingQueue<Translation> queue) throws InterruptedException {
        Translation next = queue.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a translation within 20 s").isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    /** Waits until what is handed over is as it should be: several changes may come as one or one by one. */
    private GatewayConfig nextWhere(Predicate<Translation> fits) throws InterruptedException {
        Translation translation = next(handedOver);
        while (!fits.test(translation)) {
            translation = next(handedOver);
        }
        return translation.config();
    }

    private static List<String> targets(GatewayConfig config) {
        return config.upstreams().stream()
                .map(Upstream::targets)
                .flatMap(List::stream)
                .map(Target::target)
                .toList();
    }

    @Test
    void firstTranslationHasEverythingThatWasThere() throws Exception {
        ResourceWatch watch = start(WatchSettings.defaults());
        GatewayConfig config = next(handedOver).config();
        assertThat(config.services()).hasSize(1);
        assertThat(targets(config)).containsExactly("10.0.0.1:8080");
        assertThat(config.upstreams().getFirst().algorithm()).isEqualTo(Algorithm.STICKY_SESSIONS);
        watch.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(translated).hasSize(1);
    }

    @Test
    void endpointsFollowTheirSlices() throws InterruptedException {
        start(WatchSettings.defaults());
        next(handedOver);
        server.put(Objects.slice("10.0.0.1", "10.0.0.2"));
        assertThat(targets(next(handedOver).config())).containsExactlyInAnyOrder("10.0.0.1:8080", "10.0.0.2:8080");
        server.delete(Objects.slice());
        assertThat(targets(next(handedOver).config())).isEmpty();
    }

    @Test
    void changeThatMeansNothingIsNotHandedOver() throws InterruptedException {
        start(WatchSettings.defaults());
        next(handedOver);
        next(translated);
        Service unused = Objects.service();
        unused.getMetadata().setName("unused");
        server.put(unused);
        next(translated);
        assertThat(handedOver).isEmpty();
        server.put(Objects.ingress("second", "/second"));
        assertThat(next(handedOver).config().services().getFirst().routes()).hasSize(2);
    }

    @Test
    void deletedObjectIsForgotten() throws InterruptedException {
        start(WatchSettings.defaults());
        next(handedOver);
        server.delete(Objects.ingress("app", "/"));
        assertThat(nextWhere(translation -> translation.config().services().isEmpty())
                        .services())
                .isEmpty();
    }

    @Test
    void brokenObjectIsAProblemOfItsOwn() throws InterruptedException {
        start(WatchSettings.defaults());
        next(handedOver);
        server.put(Objects.ingress("broken", "/~/("));
        Translation translation = next(handedOver);
        assertThat(translation.problems())
                .extracting(Problem::object)
                .containsExactly(new ObjectKey("Ingress", "default", "broken"));
        assertThat(targets(translation.config())).contains("10.0.0.1:8080");
    }

    @Test
    void closingWaitsForTheListener() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        ResourceWatch watch = start(WatchSettings.defaults(), (translation, snapshot) -> {
            entered.countDown();
            awaitUninterrupted(gate);
            returned.set(true);
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> {
            watch.close();
            return returned.get();
        });
        gate.countDown();
        assertThat(closing.get(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
