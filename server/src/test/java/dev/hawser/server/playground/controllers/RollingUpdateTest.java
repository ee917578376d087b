package dev.hawser.server.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.controllers.RollingUpdate.Generation;
import dev.hawser.server.playground.controllers.RollingUpdate.Scaling;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingUpdateTest {

    private static final RolloutLimits GUIDE = new RolloutLimits(3, 1, 0);

    private static List<Scaling> next(RolloutLimits limits, Generation newest, Generation... old) {
        return RollingUpdate.next(limits, newest, List.of(old));
    }

    @Test
    void growsTheNewReplicaSetByTheSurge() {
        assertThat(next(GUIDE, new Generation("new", 0, 0), new Generation("old", 3, 3)))
                .containsExactly(new Scaling("new", 1));
    }

    @Test
    void waitsWhileTheNewPodIsNotAvailable() {
        assertThat(next(GUIDE, new Generation("new", 1, 0), new Generation("old", 3, 3)))
                .isEmpty();
    }

    @Test
    void shrinksTheOldReplicaSetOnceTheNewPodIsAvailable() {
        assertThat(next(GUIDE, new Generation("new", 1, 1), new Generation("old", 3, 3)))
                .containsExactly(new Scaling("old", 2));
    }

    @Test
    void countsNoPodAsAvailableThatItsReplicaSetIsToldToDelete() {
        assertThat(next(GUIDE, new Generation("new", 2, 1), new Generation("old", 2, 3)))
                .isEmpty();
    }

    @Test
    void removesOldPodsThatAreNotAvailableFirst() {
        RolloutLimits limits = new RolloutLimits(10, 3, 2);
        assertThat(next(limits, new Generation("new", 5, 5), new Generation("a", 4, 4), new Generation("b", 4, 1)))
                .containsExactly(new Scaling("a", 2), new Scaling("b", 1));
    }

    @Test
    void shrinksTheNewReplicaSetWhenFewerAreWanted() {
        assertThat(next(new RolloutLimits(2, 1, 0), new Generation("new", 3, 3)))
                .containsExactly(new Scaling("new", 2));
    }

    @Test
    void doesNothingWhenAllIsDone() {
        assertThat(next(GUIDE, new Generation("new", 3, 3), new Generation("old", 0, 0)))
                .isEmpty();
        assertThat(RollingUpdate.next(GUIDE, null, List.of(new Generation("old", 3, 3))))
                .isEmpty();
    }

    @Test
    void endsAtZeroReplicas() {
        RolloutLimits none = new RolloutLimits(0, 0, 0);
        assertThat(next(none, new Generation("new", 1, 1))).containsExactly(new Scaling("new", 0));
        assertThat(next(none, new Generation("new", 0, 0), new Generation("old", 2, 1)))
                .containsExactly(new Scaling("old", 0));
    }

    @ParameterizedTest
    @CsvSource({"1,1,0", "1,0,1", "3,1,0", "10,3,2", "10,0,1", "7,7,7", "5,2,5"})
    void keepsItsLimitsAllTheWayAndComesToAnEnd(int desired, int surge, int unavailable) {
        RolloutLimits limits = new RolloutLimits(desired, surge, unavailable);
        for (int seed = 0; seed < 50; seed++) {
            new Rollout(limits, new Random(seed)).run();
        }
    }

    /** A rollout whose pods get available, and disappear, at random times. */
    private static final class Rollout {

        private final RolloutLimits limits;
        private final Random random;
        private int newTold;
        private int newAvailable;
        private int oldTold;
        private int oldAvailable;

        Rollout(RolloutLimits limits, Random random) {
            this.limits = limits;
            this.random = random;
            oldTold = limits.desired();
            oldAvailable = limits.desired();
        }

        void run() {
            for (int i = 0; i < 10_000; i++) {
                if (newAvailable == limits.desired() && oldTold == 0) {
                    return;
                }
                if (random.nextBoolean()) {
                    newAvailable = Math.min(newTold, newAvailable + 1);
                } else {
                    oldAvailable = Math.min(oldAvailable, oldTold);
                }
                next(limits, new Generation("new", newTold, newAvailable), new Generation("old", oldTold, oldAvailable))
                        .forEach(this::scale);
                assertThat(newTold + oldTold).isLessThanOrEqualTo(limits.maxTotal());
                assertThat(newAvailable + Math.min(oldTold, oldAvailable))
                        .isGreaterThanOrEqualTo(limits.minAvailable());
            }
            throw new AssertionError("rollout: does not end " + limits);
        }

        private void scale(Scaling scaling) {
            if (scaling.name().equals("new")) {
                newTold = scaling.replicas();
            } else {
                oldTold = scaling.replicas();
            }
        }
    }
}
