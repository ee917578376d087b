package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {

    @Test
    void oneTurnGivesExactShares() {
        int[] weights = {7, 0, 13, 1, 100};
        assertThat(hits(new Rotation(Members.of(members(weights))), 5, 121)).containsExactly(weights);
    }

    @Test
    void doesNotSendBurstsToOneEndpoint() {
        Rotation rotation = new Rotation(Members.of(members(50, 50, 100)));
        int previous = -1;
        int longestRun = 0;
        int run = 0;
        for (int i = 0; i < 400; i++) {
            int index = rotation.next(List.of());
            run = index == previous ? run + 1 : 1;
            previous = index;
            longestRun = Math.max(longestRun, run);
        }
        assertThat(longestRun).isLessThanOrEqualTo(2);
    }

    @Test
    void bigCoprimeWeightsKeepTheWheelSmallAndTheSharesNear() {
        int[] weights = IntStream.range(0, 300).map(i -> 65_521 - i).toArray();
        int[] entries = Rotation.entries(members(weights));
        assertThat(IntStream.of(entries).sum()).isBetween(Rotation.MAX_WHEEL - 300, Rotation.MAX_WHEEL + 300);
        assertThat(IntStream.of(entries).min().orElseThrow()).isGreaterThan(200);
    }

    @Test
    void aTinyWeightBesideABigOneKeepsItsEntry() {
        int[] entries = Rotation.entries(members(65_535, 65_535, 65_535, 65_535, 1));
        assertThat(entries[4]).isEqualTo(1);
    }

    @Test
    void skipsUnhealthyAndFailedEndpointsWithExactSharesAmongTheRest() {
        List<WeightedEndpoint> members = members(10, 10, 10, 10);
        members.get(1).endpoint().markUnhealthy();
        Rotation rotation = new Rotation(Members.of(members));
        int[] hits = new int[4];
        for (int i = 0; i < 300; i++) {
            hits[rotation.next(List.of(members.get(2).endpoint()))]++;
        }
        assertThat(hits[1]).isZero();
        assertThat(hits[2]).isZero();
        assertThat(hits[0] + hits[3]).isEqualTo(300);
        assertThat(hits[0]).isEqualTo(150);
    }

    @Test
    void findsTheOnlyHealthyOneOfVeryMany() {
        List<WeightedEndpoint> members =
                members(IntStream.generate(() -> 1).limit(1000).toArray());
        members.forEach(member -> member.endpoint().markUnhealthy());
        members.get(617).endpoint().markHealthy();
        Rotation rotation = new Rotation(Members.of(members));
        for (int i = 0; i < 100; i++) {
            assertThat(rotation.next(List.of())).isEqualTo(617);
        }
    }

    @Test
    void alwaysFindsTheOnlyHealthyOneWhileOtherThreadsTakeTurns() throws InterruptedException {
        List<WeightedEndpoint> members = members(1, 1);
        members.get(0).endpoint().markUnhealthy();
        Rotation rotation = new Rotation(Members.of(members));
        Set<Integer> seen = Collections.synchronizedSet(new HashSet<>());
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        seen.add(rotation.next(List.of()));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen).containsExactly(1);
    }

    @Test
    void fallsBackToTerminatingEndpointsButNotToOnesWithoutWeight() {
        List<WeightedEndpoint> members = members(1, 0, 0, 0);
        members.get(2).endpoint().markTerminating();
        members.get(3).endpoint().markTerminating();
        Rotation rotation = new Rotation(Members.of(members));
        assertThat(hits(rotation, 4, 10)).containsExactly(10, 0, 0, 0);
        members.get(0).endpoint().markUnhealthy();
        assertThat(hits(rotation, 4, 10)).containsExactly(0, 0, 5, 5);
        members.get(2).endpoint().markUnhealthy();
        assertThat(hits(rotation, 4, 10)).containsExactly(0, 0, 0, 10);
        assertThat(rotation.next(List.of(members.get(3).endpoint()))).isEqualTo(Rotation.NONE);
    }

    @Test
    void choosesNothingWhenNothingHasWeight() {
        assertThat(new Rotation(Members.of(members(0, 0))).next(List.of())).isEqualTo(Rotation.NONE);
        assertThat(new Rotation(Members.of(List.of())).next(List.of())).isEqualTo(Rotation.NONE);
    }

    private static int[] hits(Rotation rotation, int members, int requests) {
        int[] hits = new int[members];
        for (int i = 0; i < requests; i++) {
            hits[rotation.next(List.of())]++;
        }
        return hits;
    }

    static List<WeightedEndpoint> members(int... weights) {
        List<WeightedEndpoint> members = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            members.add(new WeightedEndpoint(new Endpoint(new UUID(7, i), "10.0.0." + i, 80), weights[i]));
        }
        return members;
    }
}
