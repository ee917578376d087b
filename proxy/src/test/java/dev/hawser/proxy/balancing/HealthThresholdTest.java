package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.SessionOption;
import dev.hawser.config.SessionOptions;
import dev.hawser.proxy.FakeRequest;
import java.util.List;
import java.util.Map;
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

    @Test
    void aStrictSessionIsNotLostWhileAllAreWithheld() {
        List<WeightedEndpoint> endpoints = RotationTest.members(1, 1);
        Members members = Members.of(endpoints);
        SessionOptions strict = new SessionOptions(Map.of(SessionOption.STRICT, "true"));
        Balancer balancer = new HealthThreshold(new StickySessions(members, "sid", "/", strict), members, 50);
        FakeRequest holder = FakeRequest.get("/")
                .header("cookie", "sid=" + endpoints.getFirst().endpoint().id());
        endpoints.getLast().endpoint().markUnhealthy();
        assertThat(balancer.select(holder, List.of())).isNull();
        assertThat(balancer.absence(holder)).isEqualTo(Balancer.Absence.NO_ENDPOINT);
    }
}
