package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is asked to stop finishes what is under way. */
class ShutdownIT {

    @TempDir
    private Path folder;

    @Test
    void aRequestUnderWayIsAnsweredBeforeTheProcessEnds() {
        CompletableFuture<Integer> status;
        try (HawserProcess playground = HawserProcess.playground(folder)) {
            status = CompletableFuture.supplyAsync(() -> Visitor.status(playground.gateway(), "/example?delay=3s"));
            HawserProcess.await(
                    "the request is under way", Duration.ofSeconds(20), () -> activeConnections(playground) > 0);
        }
        assertThat(status.join()).isEqualTo(200);
    }

    private static int activeConnections(HawserProcess playground) {
        try (Visitor visitor = new Visitor(playground.admin())) {
            String body = visitor.get("/status").body();
            String count = body.substring(body.indexOf("\"connections_active\":") + "\"connections_active\":".length());
            return Integer.parseInt(count.substring(0, count.indexOf(',')));
        } catch (IOException e) {
            throw new AssertionError("the Admin API gave no answer", e);
        }
    }
}
