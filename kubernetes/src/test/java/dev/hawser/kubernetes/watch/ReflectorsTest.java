package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.watch.SourceState.Phase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reflectors do about faults of this program. */
class ReflectorsTest {

    private static final String UNEXPECTED = "Watch met an unexpected failure";

    private final WatchedServer cluster = new WatchedServer();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static List<Source> ingresses() {
        return Source.of(List.of(ResourceKind.INGRESS), Set.of(), WatchSelection.defaults());
    }

    private static WatchSettings quick() {
        return WatchSettings.defaults().withConnection(WatchedServer.quick());
    }

    @Test
    void anUnexpectedFailureShowsInTheStateAndItsPlaceIsLoggedOnce() throws Exception {
        try (KubernetesClient client = cluster.server.client();
                Reflectors reflectors = new Reflectors(client, ingresses(), quick(), event -> {
                    throw new IllegalStateException("on purpose");
                })) {
            for (int i = 0; i < 3; i++) {
                cluster.awaitRequest("list ingresses");
            }
            assertThat(reflectors.states()).extracting(SourceState::phase).containsExactly(Phase.FAILING);
            assertThat(reflectors.states())
                    .extracting(SourceState::failure)
                    .containsExactly(
                            Optional.of("list ingresses.networking.k8s.io: unexpected failure: IllegalStateException"));
            assertThat(cluster.log.lines())
                    .filteredOn(line -> line.startsWith(UNEXPECTED))
                    .hasSize(1);
        }
    }

    @Test
    void closingDoesNotWaitForOneThatHeedsNoInterrupt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Semaphore end = new Semaphore(0);
        try (KubernetesClient client = cluster.server.client()) {
            Reflectors reflectors = new Reflectors(client, ingresses(), quick(), event -> {
                entered.countDown();
                end.acquireUninterruptibly();
                left.countDown();
            });
            entered.await();
            reflectors.close(Duration.ZERO);
            assertThat(left.getCount()).isOne();
            end.release(100);
            reflectors.close();
            assertThat(left.getCount()).isZero();
        }
    }
}
