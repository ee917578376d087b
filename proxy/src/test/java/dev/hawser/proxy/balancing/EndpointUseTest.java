package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointUseTest {

    private final List<WeightedEndpoint> members = RotationTest.members(1, 1);
    private final Endpoint first = members.get(0).endpoint();
    private final Endpoint second = members.get(1).endpoint();
    private final EndpointUse use = new EndpointUse();

    @Test
    void countsATryOnceAndEndsItOnce() {
        use.begin(first, 0);
        assertThat(first.activeTries()).isEqualTo(1);
        use.answered(5);
        use.answered(6);
        assertThat(first.activeTries()).isEqualTo(1);
        use.end();
        use.end();
        use.fail(7);
        assertThat(first.activeTries()).isZero();
    }

    @Test
    void theNextTryEndsTheOneBefore() {
        use.begin(first, 0);
        use.begin(second, 1);
        assertThat(first.activeTries()).isZero();
        assertThat(second.activeTries()).isEqualTo(1);
        use.fail(2);
        assertThat(second.activeTries()).isZero();
        use.end();
        assertThat(second.activeTries()).isZero();
    }

    @Test
    void aTryThatFailsAfterItWasAnsweredTellsItsLatencyOnce() {
        use.begin(first, 0);
        use.answered(5_000_000);
        double answered = first.load().latencyNanos(5_000_000);
        use.fail(5_000_000);
        assertThat(first.load().latencyNanos(5_000_000)).isEqualTo(answered).isLessThan(6_000_000);
        assertThat(first.activeTries()).isZero();
    }

    @Test
    void anExchangeThatEndsWithoutATryCountsNothing() {
        use.answered(1);
        use.fail(1);
        use.end();
        assertThat(first.activeTries() + second.activeTries()).isZero();
    }

    @Test
    void anEndIsHeardByTheBalancerThatCameMeanwhile() {
        use.begin(first, 0);
        LeastConnections next = new LeastConnections(Members.of(members));
        EndpointUse other = new EndpointUse();
        other.begin(second, 0);
        use.end();
        assertThat(next.select(FakeRequest.get("/"), List.of()))
                .extracting(Selection::endpoint)
                .isSameAs(first);
    }
}
