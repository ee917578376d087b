package dev.hawser.proxy.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.FakeRequest;
import dev.hawser.proxy.KongCases;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class HealthThresholdTest {

    @TestFactory
    Stream<DynamicTest> servesWhenKongDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode kase : KongCases.read("balancer-hash.json").get("cases")) {
            if (kase.get("kind").asString().equals("health_threshold") && kase.has("targets")) {
                tests.add(DynamicTest.dynamicTest(kase.get("id").asString(), () -> {
                    boolean healthy =
                            kase.get("expected").get("balancer_healthy").asBoolean();
                    Balancer balancer =
                            balancer(kase.get("targets"), kase.get("threshold").asDouble());
                    assertThat(balancer.select(FakeRequest.get("/"), List.of()) != null)
                            .isEqualTo(healthy);
                }));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    @Test
    void countsOnlyEndpointsWithWeight() {
        List<WeightedEndpoint> members = RotationTest.members(0, 0);
        members.getFirst().endpoint().markTerminating();
        Balancer balancer = new HealthThreshold(new RoundRobin(members), members, 50);
        assertThat(balancer.select(FakeRequest.get("/"), List.of())).isNotNull();
    }

    private static Balancer balancer(JsonNode targets, double threshold) {
        List<WeightedEndpoint> members = new ArrayList<>();
        for (JsonNode target : targets) {
            Endpoint endpoint = new Endpoint(new UUID(1, members.size()), "10.0.0.1", 80);
            if (!target.get("healthy").asBoolean()) {
                endpoint.markUnhealthy();
            }
            members.add(new WeightedEndpoint(endpoint, target.get("weight").asInt()));
        }
        return new HealthThreshold(new RoundRobin(members), members, threshold);
    }
}
