package dev.hawser.server.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleDownOrderTest {

    private static String first(PodBuilder a, PodBuilder b) {
        return ScaleDownOrder.firstToGo(List.of(a.build(), b.build()), 1)
                .getFirst()
                .getMetadata()
                .getName();
    }

    private static PodBuilder readySince(String name, String time) {
        return TestPods.running(name, "127.0.0.1")
                .editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastTransitionTime(time)
                .endCondition()
                .endStatus();
    }

    @Test
    void podsWithoutANodeGoFirst() {
        PodBuilder unbound =
                TestPods.running("z", "127.0.0.1").editSpec().withNodeName(null).endSpec();
        assertThat(first(TestPods.running("a", "127.0.0.1"), unbound)).isEqualTo("z");
    }

    @Test
    void pendingPodsGoBeforeRunningOnes() {
        PodBuilder pending = TestPods.running("z", "127.0.0.1")
                .editStatus()
                .withPhase("Pending")
                .endStatus();
        assertThat(first(TestPods.running("a", "127.0.0.1"), pending)).isEqualTo("z");
    }

    @Test
    void podsThatAreNotReadyGoBeforeReadyOnes() {
        assertThat(first(TestPods.ready("a", "127.0.0.1"), TestPods.running("z", "127.0.0.2")))
                .isEqualTo("z");
    }

    @Test
    void cheaperPodsGoBeforeYoungerOnes() {
        PodBuilder cheap = readySince("z", "2026-01-01T00:00:00Z")
                .editMetadata()
                .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5")
                .endMetadata();
        assertThat(first(readySince("a", "2026-01-01T01:00:00Z"), cheap)).isEqualTo("z");
    }

    @Test
    void podsThatGotReadyLaterGoFirst() {
        assertThat(first(readySince("a", "2026-01-01T00:00:00Z"), readySince("z", "2026-01-01T00:00:01Z")))
                .isEqualTo("z");
    }

    @Test
    void podsCreatedLaterGoFirstAndTheNameDecidesAtLast() {
        PodBuilder younger = TestPods.ready("z", "127.0.0.1")
                .editMetadata()
                .withCreationTimestamp("2026-01-01T00:00:09Z")
                .endMetadata();
        assertThat(first(TestPods.ready("a", "127.0.0.1"), younger)).isEqualTo("z");
        assertThat(first(TestPods.ready("b", "127.0.0.1"), TestPods.ready("a", "127.0.0.1")))
                .isEqualTo("a");
    }

    @Test
    void choosesNoMoreThanThereAre() {
        List<Pod> pods = List.of(TestPods.ready("a", "127.0.0.1").build());
        assertThat(ScaleDownOrder.firstToGo(pods, 5)).hasSize(1);
        assertThat(ScaleDownOrder.firstToGo(pods, 0)).isEmpty();
    }
}
