package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Algorithm;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.kubernetes.watch.http.Patience;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A fake API server with an Ingress, its Service, endpoints and policy, and a watch of it; what it tells is kept. */
final class WatchedServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    final FakeApiServer server = new FakeApiServer();
    final LogLines log = new LogLines();
    final BlockingQueue<Translation> handedOver = new LinkedBlockingQueue<>();
    private @Nullable ResourceWatch watch;

    WatchedServer() {
        server.put(
                dev.hawser.kubernetes.watch.Objects.ingress("app", "/"),
                dev.hawser.kubernetes.watch.Objects.service(),
                dev.hawser.kubernetes.watch.Objects.slice("10.0.0.1"),
                dev.hawser.kubernetes.watch.Objects.policy());
    }

    /** Tries again at once, and gives up soon. */
    static ConnectionSettings quick() {
        return new ConnectionSettings(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                new Patience(Duration.ofMillis(500), Duration.ofMillis(500)));
    }

    /** As {@link #quick}, with watches of about a second. */
    static ConnectionSettings shortWatches() {
        return new ConnectionSettings(
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                Duration.ofMillis(1000),
                Duration.ofMillis(700),
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10)));
    }

    ResourceWatch start() {
        return start(quick(), server.client());
    }

    ResourceWatch start(ConnectionSettings settings, KubernetesClient client) {
        watch = ResourceWatch.start(
                client,
                new ResourceTranslator(),
                TranslationSettings.defaults(),
                WatchSettings.defaults().withConnection(settings),
                (translation, snapshot) -> handedOver.add(translation));
        return watch;
    }

    /** Starts, and waits until all is well. */
    ResourceWatch startWell() throws Exception {
        ResourceWatch started = start();
        assertThat(targets(next())).containsExactly("10.0.0.1:8080");
        started.ready().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return started;
    }

    Translation next() throws InterruptedException {
        return poll(handedOver, "a translation");
    }

    /** Waits for a translation with these targets, and returns those that came before. */
    List<Translation> awaitTargets(String... targets) throws InterruptedException {
        List<Translation> before = new ArrayList<>();
        Translation translation = next();
        while (!targets(translation).equals(List.of(targets))) {
            before.add(translation);
            translation = next();
        }
        return before;
    }

    void awaitAlgorithm(Algorithm algorithm) throws InterruptedException {
        while (next().config().upstreams().stream().noneMatch(upstream -> upstream.algorithm() == algorithm)) {
            // The one that is waited for comes after it.
        }
    }

    String awaitRequest(String start) throws InterruptedException {
        return awaitText(server.requests(), text -> text.startsWith(start), "request: " + start);
    }

    String awaitLine(String start) throws InterruptedException {
        return awaitText(log.lines(), text -> text.startsWith(start), "log line: " + start);
    }

    private static String awaitText(BlockingQueue<String> queue, Predicate<String> fits, String what)
            throws InterruptedException {
        String text = poll(queue, what);
        while (!fits.test(text)) {
            text = poll(queue, what);
        }
        return text;
    }

    static List<String> targets(Translation translation) {
        return translation.config().upstreams().stream()
                .map(Upstream::targets)
                .flatMap(List::stream)
                .map(Target::target)
                .sorted()
                .toList();
    }

    private static <T> T poll(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as(what + " within " + PATIENCE_SECONDS + " s").isNotNull();
        return Objects.requireNonNull(next);
    }

    /** The watch first: what it meets while the server ends is of no account. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        server.close();
        log.close();
    }
}
