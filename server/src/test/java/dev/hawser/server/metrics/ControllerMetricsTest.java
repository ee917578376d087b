package dev.hawser.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.GatewayConfig;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.watch.SourceState;
import dev.hawser.kubernetes.watch.SourceState.Phase;
import dev.hawser.server.push.PushAnswer;
import dev.hawser.server.push.PushAnswer.Failure;
import dev.hawser.server.push.PushObserver.PushAttempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControllerMetricsTest {

    private static final String LABELS = "dataplane=\"http://a\",instance_id=\"00000000-0000-0000-0000-000000000001\"";
    private static final ObjectKey INGRESS = new ObjectKey("Ingress", "default", "web");

    private final ControllerMetrics metrics =
            new ControllerMetrics(new UUID(0, 1), Clock.fixed(Instant.ofEpochSecond(1234), ZoneOffset.UTC));

    @AfterEach
    void close() {
        metrics.close();
    }

    private String page() {
        return Objects.requireNonNull(metrics.paths().get("/metrics")).get().body();
    }

    private static PushAttempt attempt(PushAnswer answer) {
        return new PushAttempt("http://a", GatewayConfig.EMPTY, answer, Duration.ofMillis(3), 42);
    }

    @Test
    void triesAreCountedUnderTheNamesOfKongIngressController() {
        metrics.tried(attempt(new PushAnswer.Taken()));
        metrics.tried(attempt(new PushAnswer.Failed(Failure.NETWORK, "refused", Duration.ZERO)));

        assertThat(page())
                .contains("# TYPE ingress_controller_configuration_push_count counter\n")
                .contains("ingress_controller_configuration_push_count{"
                        + LABELS.replace(",instance", ",failure_reason=\"\",instance")
                        + ",protocol=\"db-less\",success=\"true\"} 1.0\n")
                .contains("failure_reason=\"network\"")
                .contains("ingress_controller_configuration_push_size{" + LABELS + ",protocol=\"db-less\"} 42.0\n")
                .contains("ingress_controller_configuration_push_last_successful{" + LABELS
                        + ",protocol=\"db-less\"} 1234.0\n")
                .contains("ingress_controller_configuration_push_duration_milliseconds_bucket{" + LABELS
                        + ",protocol=\"db-less\",success=\"true\",le=\"5.0\"} 1\n")
                .contains("jvm_memory_used_bytes{")
                .doesNotContainPattern("(?m)^ingress_controller_\\w+_total");
    }

    @Test
    void objectsWithProblemsAreCountedOnce() {
        Problem problem = new Problem(INGRESS, Reason.INVALID_PATH, "x");
        metrics.translated(
                new Translation(GatewayConfig.EMPTY, List.of(problem, new Problem(INGRESS, Reason.UNSUPPORTED, "y"))),
                Duration.ofMillis(1));
        metrics.tried(attempt(new PushAnswer.Rejected(List.of(problem), "bad", "{}")));

        assertThat(page())
                .containsPattern("ingress_controller_translation_broken_resource_count\\{.*} 1.0\n")
                .containsPattern("ingress_controller_configuration_push_broken_resource_count\\{.*} 1.0\n")
                .containsPattern("ingress_controller_translation_count\\{.*success=\"true\"} 1.0\n")
                .contains("failure_reason=\"conflict\"");
    }

    @Test
    void aGatewayThatIsGoneLeavesNoMeters() {
        metrics.tried(attempt(new PushAnswer.Taken()));
        metrics.gone("http://a");

        assertThat(page()).doesNotContain("http://a");
    }

    private static SourceState watch(String kind, String namespace, Phase phase) {
        return new SourceState(kind, "things", namespace, phase, Instant.EPOCH, Optional.empty());
    }

    @Test
    void eachWatchShowsTheStateThatItIsIn() {
        List<SourceState> watches = new ArrayList<>(
                List.of(watch("Ingress", "shop", Phase.STARTING), watch("IngressClass", "", Phase.WATCHING)));
        metrics.showWatches(() -> watches);
        watches.set(0, watch("Ingress", "shop", Phase.FORBIDDEN));

        assertThat(page())
                .contains("hawser_watch_state{kind=\"Ingress\",namespace=\"shop\",state=\"forbidden\"} 1.0\n")
                .contains("hawser_watch_state{kind=\"Ingress\",namespace=\"shop\",state=\"starting\"} 0.0\n")
                .contains("hawser_watch_state{kind=\"IngressClass\",namespace=\"\",state=\"watching\"} 1.0\n");
        assertThat(page().lines().filter(line -> line.startsWith("hawser_watch_state{") && line.endsWith(" 1.0")))
                .hasSize(2);
    }

    @Test
    void watchesOfTheSameKindAndNamespaceAreShownTogether() {
        metrics.showWatches(
                () -> List.of(watch("Service", "kong", Phase.WATCHING), watch("Service", "kong", Phase.FAILING)));

        assertThat(page())
                .contains("hawser_watch_state{kind=\"Service\",namespace=\"kong\",state=\"watching\"} 1.0\n")
                .contains("hawser_watch_state{kind=\"Service\",namespace=\"kong\",state=\"failing\"} 1.0\n");
    }

    @Test
    void statesAreShownAsTheyAre() {
        metrics.show("hawser_leader", "Whether.", () -> true);

        assertThat(page()).contains("hawser_leader 1.0\n");
    }
}
