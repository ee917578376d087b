package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.watch.SourceState.Phase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
}
