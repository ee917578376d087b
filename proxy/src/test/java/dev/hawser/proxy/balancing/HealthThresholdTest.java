package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthThresholdTest {

    @Test
    void countsOnlyEndpointsWithWeight() {
        List<WeightedEndpoint> endpoints = RotationTest.members(0, 0);
        endpoints.getFirst().endpoint().markTerminating();
        Members members = Members.of(endpoints);
        Balancer balancer = new HealthThreshold(new RoundRobin(members), members, 50);
        assertThat(balancer.select(FakeRequest.get("/"), List.of())).isNotNull();
    }
}
