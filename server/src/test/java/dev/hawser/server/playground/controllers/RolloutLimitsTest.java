package dev.hawser.server.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutLimitsTest {

    private static DeploymentSpec spec(int replicas, String surge, String unavailable) {
        return new DeploymentSpecBuilder()
                .withReplicas(replicas)
                .withNewStrategy()
                .withNewRollingUpdate()
                .withMaxSurge(value(surge))
                .withMaxUnavailable(value(unavailable))
                .endRollingUpdate()
                .endStrategy()
                .build();
    }

    private static IntOrString value(String text) {
        return text.chars().allMatch(Character::isDigit)
                ? new IntOrString(Integer.parseInt(text))
                : new IntOrString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 25%, 25%, 3, 2",
        "3,  25%, 25%, 1, 0",
        "4,  25%, 25%, 1, 1",
        "1,  25%, 25%, 1, 0",
        "0,  25%, 25%, 0, 0",
        "5,  2,   1,   2, 1",
        "5,  0,   0,   0, 1",
        "5,  0%,  10%, 0, 1",
        "3,  100%, 100%, 3, 3",
        "2,  0,   5,   0, 2",
    })
    void roundsAsKubernetesDoes(int replicas, String surge, String unavailable, int maxSurge, int maxUnavailable) {
        assertThat(RolloutLimits.of(spec(replicas, surge, unavailable)))
                .isEqualTo(new RolloutLimits(replicas, maxSurge, maxUnavailable));
    }

    @Test
    void takesAQuarterAndOneReplicaByDefault() {
        assertThat(RolloutLimits.of(new DeploymentSpec())).isEqualTo(new RolloutLimits(1, 1, 0));
        assertThat(RolloutLimits.of(new DeploymentSpecBuilder().withReplicas(8).build()))
                .isEqualTo(new RolloutLimits(8, 2, 2));
    }

    @Test
    void refusesWhatIsNeitherNumberNorPercentage() {
        assertThatThrownBy(() -> RolloutLimits.of(spec(3, "some", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some (expected: a number or a percentage)");
    }
}
