package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hawser.proxy.FakeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LatencyTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final long start = System.nanoTime();
    private long now = start;

    @Test
    void goesWhereTheLatencyForTheWeightIsLeast() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 1, 4);
        Balancer balancer = new Latency(Members.of(endpoints), () -> now);
        take(endpoints.get(0), 30 * MILLI);
        take(endpoints.get(1), 20 * MILLI);
        take(endpoints.get(2), 100 * MILLI);
        assertThat(select(balancer)).isSameAs(endpoints.get(1).endpoint());
        take(endpoints.get(1), 26 * MILLI);
        assertThat(select(balancer)).isSameAs(endpoints.get(2).endpoint());
    }

    @Test
    void aPeakCountsAtOnceAndIsForgottenWithinTheDecay() {
        EndpointLoad load = new EndpointLoad();
        load.sample(10 * MILLI, now);
        load.sample(2 * SECOND, now);
        assertThat(load.latencyNanos(now)).isCloseTo(2e9, within(1e3));
        now += 10 * SECOND;
        assertThat(load.latencyNanos(now)).isCloseTo(2e9 / Math.E, within(1e6));
        load.sample(10 * MILLI, now);
        double expected = 2e9 / Math.E + 10e6 * (1 - 1 / Math.E);
        assertThat(load.latencyNanos(now)).isCloseTo(expected, within(1e6));
    }

    @Test
    void anEndpointThatWasSlowOnceIsAskedAgain() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 1);
        Balancer balancer = new Latency(Members.of(endpoints), () -> now);
        take(endpoints.get(0), 5 * SECOND);
        boolean asked = false;
        for (int i = 0; i < 1000 && !asked; i++) {
            now += 100 * MILLI;
            take(endpoints.get(1), 50 * MILLI);
            asked = select(balancer) == endpoints.get(0).endpoint();
        }
        assertThat(asked).isTrue();
        // 5 s fall to 50 ms in ten times ln(100) seconds.
        assertThat(now - start).isBetween(40 * SECOND, 50 * SECOND);
    }

    @Test
    void aNewEndpointStartsAtTheAverageOfTheOthers() {
        List<WeightedEndpoint> endpoints = new ArrayList<>(RotationTest.members(1, 1, 1));
        WeightedEndpoint fresh = endpoints.removeLast();
        new Latency(Members.of(endpoints), () -> now);
        take(endpoints.get(0), 100 * MILLI);
        take(endpoints.get(1), 300 * MILLI);
        endpoints.add(fresh);
        Balancer balancer = new Latency(Members.of(endpoints), () -> now);
        assertThat(fresh.endpoint().load().latencyNanos(now)).isCloseTo(200e6, within(1e4));
        assertThat(select(balancer)).isSameAs(endpoints.get(0).endpoint());
        take(endpoints.get(0), 250 * MILLI);
        assertThat(select(balancer)).isSameAs(fresh.endpoint());
    }

    @Test
    void withoutAnySampleAllAreUsed() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 1, 1);
        Balancer balancer = new Latency(Members.of(endpoints), () -> now);
        List<Endpoint> used = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Endpoint chosen = select(balancer);
            used.add(chosen);
            chosen.took(5 * MILLI, now);
        }
        assertThat(used).doesNotHaveDuplicates();
    }

    @Test
    void endpointsOfNoWeightGetNothingUnlessTheyTerminateAndNothingElseServes() {
        List<WeightedEndpoint> endpoints = RotationTest.members(0, 1, 0);
        endpoints.get(2).endpoint().markTerminating();
        Balancer balancer = new Latency(Members.of(endpoints), () -> now);
        take(endpoints.get(1), 9 * SECOND);
        assertThat(select(balancer)).isSameAs(endpoints.get(1).endpoint());
        endpoints.get(1).endpoint().markUnhealthy();
        assertThat(select(balancer)).isSameAs(endpoints.get(2).endpoint());
        endpoints.get(2).endpoint().markUnhealthy();
        assertThat(balancer.select(FakeRequest.get("/"), List.of())).isNull();
    }

    @Test
    void aRefusalDoesNotMakeAnEndpointLookFast() {
        Endpoint endpoint = RotationTest.members(1).getFirst().endpoint();
        EndpointUse use = new EndpointUse();
        use.begin(endpoint, now);
        use.fail(now + MILLI);
        assertThat(endpoint.load().latencyNanos(now)).isGreaterThanOrEqualTo(0.99 * SECOND);
    }

    private void take(WeightedEndpoint member, long latencyNanos) {
        member.endpoint().took(latencyNanos, now);
    }

    private static Endpoint select(Balancer balancer) {
        return Objects.requireNonNull(balancer.select(FakeRequest.get("/"), List.of()))
                .endpoint();
    }
}
