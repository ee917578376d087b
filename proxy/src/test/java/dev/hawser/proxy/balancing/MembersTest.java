package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembersTest {

    @Test
    void chanceFollowsTheWeightsOfThoseThatServe() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 0, 3, 50, 6);
        Members members = Members.of(endpoints);
        endpoints.get(3).endpoint().markUnhealthy();
        assertThat(members.availableWeight()).isEqualTo(10);
        int[] hits = new int[5];
        for (int i = 0; i < 20_000; i++) {
            hits[members.anyByWeight(List.of())]++;
        }
        assertThat(hits[1] + hits[3]).isZero();
        assertThat(hits[0]).isBetween(1600, 2400);
        assertThat(hits[2]).isBetween(5400, 6600);
    }

    @Test
    void findsTheOneThatIsLeftWhateverFailed() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 65_535, 1, 65_535, 0, 7, 1);
        Members members = Members.of(endpoints);
        List<Endpoint> failed = new ArrayList<>();
        for (int left = 6; left > 0; left--) {
            int index = members.anyByWeight(failed);
            assertThat(failed).doesNotContain(members.endpoint(index));
            failed.add(members.endpoint(index));
        }
        assertThat(members.anyByWeight(failed)).isEqualTo(Members.NONE);
    }

    @Test
    void thousandsOfUnhealthyOnesAreNotLookedAt() {
        int[] weights = IntStream.range(0, 5000).map(i -> 1 + i % 7).toArray();
        List<WeightedEndpoint> endpoints = RotationTest.members(weights);
        Members members = Members.of(endpoints);
        endpoints.forEach(each -> each.endpoint().markUnhealthy());
        assertThat(members.anyByWeight(List.of())).isEqualTo(Members.NONE);
        endpoints.get(4321).endpoint().markHealthy();
        assertThat(members.availableWeight()).isEqualTo(weights[4321]);
        assertThat(members.anyByWeight(List.of())).isEqualTo(4321);
    }

    @Test
    void theAvailableWeightIsRightAfterThreadsChangedTheSameEndpoints() throws InterruptedException {
        List<WeightedEndpoint> endpoints = RotationTest.members(3, 5, 7, 11);
        Members members = Members.of(endpoints);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    Random random = new Random(t);
                    for (int i = 0; i < 20_000; i++) {
                        Endpoint endpoint = endpoints.get(random.nextInt(4)).endpoint();
                        if (random.nextBoolean()) {
                            endpoint.markHealthy();
                        } else {
                            endpoint.markUnhealthy();
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        int expected = endpoints.stream()
                .filter(each -> each.endpoint().healthy())
                .mapToInt(WeightedEndpoint::weight)
                .sum();
        assertThat(members.availableWeight()).isEqualTo(expected);
    }

    @Test
    void newMembersTakeOverFromTheOnesBefore() {
        List<WeightedEndpoint> endpoints = RotationTest.members(2, 3);
        endpoints.get(0).endpoint().markUnhealthy();
        Members before = Members.of(endpoints);
        Members after = Members.of(endpoints);
        endpoints.get(0).endpoint().markHealthy();
        assertThat(before.availableWeight()).isEqualTo(3);
        assertThat(after.availableWeight()).isEqualTo(5);
    }
}
