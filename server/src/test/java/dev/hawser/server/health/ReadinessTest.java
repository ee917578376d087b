package dev.hawser.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.http.HttpReply;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void itIsReadyFromTheFirstConfigurationUntilItIsAskedToStop() {
        assertThat(readiness.readyz()).isEqualTo(HttpReply.text(500, "no configuration is live yet"));
        readiness.ready();
        assertThat(readiness.readyz()).isEqualTo(HttpReply.text(200, "ok"));
        readiness.stopping();
        assertThat(readiness.readyz()).isEqualTo(HttpReply.text(500, "stopping"));
        readiness.ready();
        assertThat(readiness.readyz().status()).isEqualTo(500);
    }

    @Test
    void itIsHealthyWhileItStartsAndAsLongAsItsWorkGoesOn() {
        AtomicBoolean working = new AtomicBoolean(true);
        assertThat(readiness.healthz()).isEqualTo(HttpReply.text(200, "ok"));

        readiness.dependOn(working::get);
        assertThat(readiness.healthz().status()).isEqualTo(200);
        working.set(false);
        assertThat(readiness.healthz().status()).isEqualTo(500);
    }

    @Test
    void itIsHealthyWhileItStopsThoughItsWorkHasEnded() {
        readiness.dependOn(() -> false);
        readiness.ready();
        readiness.stopping();
        assertThat(readiness.healthz()).isEqualTo(HttpReply.text(200, "ok"));
        assertThat(readiness.readyz()).isEqualTo(HttpReply.text(500, "stopping"));
    }
}
