package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that never talk to each other agree on where a session is. */
class ReplicasIT {

    private static final String PATH = "/example";

    @TempDir
    private Path folder;

    @Test
    void aSessionOfOneGatewayIsKnownToAnother() throws IOException {
        try (HawserProcess playground = HawserProcess.playground(folder);
                HawserProcess replica = HawserProcess.beside(playground, folder)) {
            for (int client = 0; client < 10; client++) {
                try (Visitor visitor = new Visitor(playground.gateway())) {
                    List<Visit> journey = new ArrayList<>(List.of(visitor.visit(PATH), visitor.visit(PATH)));
                    visitor.moveTo(replica.gateway());
                    journey.add(visitor.visit(PATH));
                    journey.add(visitor.visit(PATH));

                    assertThat(Journeys.stays(journey)).hasSize(1);
                    Journeys.assertWholeSessions(journey);
                }
            }
        }
    }
}
