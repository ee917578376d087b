package dev.hawser.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.Translation;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints that change faster than anybody can follow. */
class FloodTest {

    private static final int SLICES = 20;
    private static final int CHANGES = 4000;

    private final WatchedServer cluster = new WatchedServer();

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static EndpointSlice slice(int number, int time) {
        EndpointSlice slice = Objects.slice("10.1." + number + "." + time % 250);
        slice.getMetadata().setName("flood-" + number);
        return slice;
    }

    @Test
    void isTakenInBatchesOfWhichTheLastHasEverything() throws Exception {
        cluster.startWell();
        for (int change = 0; change < CHANGES; change++) {
            cluster.server.put(slice(change % SLICES, change / SLICES));
            if (change == CHANGES / 2) {
                cluster.server.put(Objects.ingress("calm", "/calm"));
            }
        }
        int batches = 1;
        Translation translation = cluster.next();
        while (!isComplete(translation)) {
            translation = cluster.next();
            batches++;
        }
        assertThat(batches).isLessThan(CHANGES / 2);
    }

    private static boolean isComplete(Translation translation) {
        long last = translation.config().upstreams().stream()
                .map(Upstream::targets)
                .flatMap(targets -> targets.stream())
                .filter(target -> target.target().endsWith("." + (CHANGES / SLICES - 1) % 250 + ":8080"))
                .count();
        return last == SLICES
                && translation.config().services().stream()
                        .anyMatch(service -> service.routes().size() == 2);
    }
}
