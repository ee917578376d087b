package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.runtime.UpstreamRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthChecksTest {

    private final HealthChecks checks = new HealthChecks();
    private final FakePod pod;
    private final Endpoint endpoint;

    HealthChecksTest() throws IOException {
        pod = new FakePod(FakePod.status(500));
        endpoint = ProbeTest.endpoint(pod.port());
    }

    @AfterEach
    void stop() {
        checks.close();
        pod.close();
    }

    @Test
    void checksAnUpstreamThatAsksForIt() throws InterruptedException {
        checks.watch(List.of(upstream(healthchecks(Healthchecks.Type.HTTP))));
        awaitUnhealthy();
    }

    @Test
    void theVerdictSurvivesAChangeOfTheTargets() throws InterruptedException {
        checks.watch(List.of(upstream(healthchecks(Healthchecks.Type.HTTP))));
        awaitUnhealthy();
        Upstream config = Upstream.builder("app")
                .healthchecks(healthchecks(Healthchecks.Type.HTTP))
                .tags(List.of("changed"))
                .build();
        checks.watch(List.of(new UpstreamRuntime(
                config, (request, failed) -> null, List.of(endpoint, ProbeTest.endpoint(pod.port())))));
        assertThat(endpoint.healthy()).isFalse();
    }

    @Test
    void theVerdictIsForgottenWhenTheChecksAreTakenAway() throws InterruptedException {
        checks.watch(List.of(upstream(healthchecks(Healthchecks.Type.HTTP))));
        awaitUnhealthy();
        checks.watch(List.of(upstream(null)));
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void typesThatAreNotSupportedLeaveEndpointsHealthy() {
        checks.watch(List.of(upstream(healthchecks(Healthchecks.Type.GRPC))));
        assertThat(pod.heads).isEmpty();
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void seesWhetherPassiveChecksAreAskedFor() {
        assertThat(HealthChecks.asksForPassive(null)).isFalse();
        assertThat(HealthChecks.asksForPassive(passive(null, null))).isFalse();
        assertThat(HealthChecks.asksForPassive(passive(0, 0))).isFalse();
        assertThat(HealthChecks.asksForPassive(passive(3, 0))).isTrue();
        assertThat(HealthChecks.asksForPassive(passive(null, 2))).isTrue();
    }

    private static Healthchecks passive(@Nullable Integer successes, @Nullable Integer timeouts) {
        return new Healthchecks(
                null,
                new Healthchecks.Passive(
                        null,
                        new Healthchecks.Healthy(null, null, successes),
                        new Healthchecks.Unhealthy(null, null, null, null, timeouts)),
                null);
    }

    private void awaitUnhealthy() throws InterruptedException {
        for (int i = 0; i < 20 && endpoint.healthy(); i++) {
            assertThat(pod.heads.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(endpoint.healthy()).isFalse();
    }

    private UpstreamRuntime upstream(@Nullable Healthchecks healthchecks) {
        Upstream config = Upstream.builder("app").healthchecks(healthchecks).build();
        return new UpstreamRuntime(config, (request, failed) -> null, List.of(endpoint));
    }

    private static Healthchecks healthchecks(Healthchecks.Type type) {
        return new Healthchecks(
                new Healthchecks.Active(
                        type,
                        1,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        new Healthchecks.Healthy(null, 1, 1),
                        new Healthchecks.Unhealthy(null, 1, 1, 1, 1)),
                null,
                null);
    }
}
