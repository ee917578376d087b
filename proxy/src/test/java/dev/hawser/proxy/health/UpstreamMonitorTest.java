package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpstreamMonitorTest {

    private final UpstreamMonitor monitor =
            new UpstreamMonitor("app", ProbeTest.settings(Healthchecks.Type.HTTP), null);
    private final List<FakePod> pods = new ArrayList<>();

    @AfterEach
    void stop() {
        monitor.stop();
        pods.forEach(FakePod::close);
    }

    @Test
    void marksAnEndpointThatFailsAndThatRecovers() throws Exception {
        FakePod pod = pod(FakePod.status(200));
        Endpoint endpoint = ProbeTest.endpoint(pod.port());
        monitor.watch(List.of(endpoint));
        probes(pod, 3);
        assertThat(endpoint.healthy()).isTrue();

        pod.answer(FakePod.status(500));
        probesUntil(pod, () -> !endpoint.healthy());

        pod.answer(FakePod.status(200));
        probesUntil(pod, endpoint::healthy);
    }

    @Test
    void marksAnEndpointThatHangs() throws Exception {
        FakePod pod = pod("");
        Endpoint endpoint = ProbeTest.endpoint(pod.port());
        monitor.watch(List.of(endpoint));
        probesUntil(pod, () -> !endpoint.healthy());
    }

    @Test
    void checksTerminatingEndpointsToo() throws Exception {
        FakePod pod = pod(FakePod.status(500));
        Endpoint endpoint = ProbeTest.endpoint(pod.port());
        endpoint.markTerminating();
        monitor.watch(List.of(endpoint));
        probesUntil(pod, () -> !endpoint.healthy());
    }

    @Test
    void goesOnWithKeptEndpointsAndLeavesOthersAlone() throws Exception {
        FakePod kept = pod(FakePod.status(500));
        FakePod gone = pod(FakePod.status(200));
        Endpoint keptEndpoint = ProbeTest.endpoint(kept.port());
        Endpoint goneEndpoint = ProbeTest.endpoint(gone.port());
        monitor.watch(List.of(keptEndpoint, goneEndpoint));
        probes(gone, 1);
        probesUntil(kept, () -> !keptEndpoint.healthy());

        monitor.watch(List.of(keptEndpoint));
        gone.answer(FakePod.status(500));
        kept.answer(FakePod.status(200));
        probesUntil(kept, keptEndpoint::healthy);
        assertThat(goneEndpoint.healthy()).isTrue();
    }

    @Test
    void probesAllEndpointsOneAfterTheOtherWhenTheyAreMoreThanTheLimit() throws Exception {
        FakePod pod = pod(FakePod.status(500));
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            endpoints.add(ProbeTest.endpoint(pod.port()));
        }
        monitor.watch(endpoints);
        probesUntil(pod, () -> endpoints.stream().noneMatch(Endpoint::healthy));
        assertThat(pod.mostAtOnce()).isBetween(1, 2);
    }

    @Test
    void stoppingEndsTheProbeUnderWay() throws Exception {
        FakePod pod = pod("");
        UpstreamMonitor patient =
                new UpstreamMonitor("app", ProbeTest.settings(Healthchecks.Type.HTTP, Duration.ofMinutes(10)), null);
        Endpoint endpoint = ProbeTest.endpoint(pod.port());
        patient.watch(List.of(endpoint));
        probes(pod, 1);
        patient.stop();
        assertThat(pod.hangups.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void forgetsVerdictsWhenChecksAreTakenAway() throws Exception {
        FakePod pod = pod(FakePod.status(500));
        Endpoint endpoint = ProbeTest.endpoint(pod.port());
        monitor.watch(List.of(endpoint));
        probesUntil(pod, () -> !endpoint.healthy());
        monitor.forget();
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void aVerdictThatTheSettingsCannotLiftIsForgotten() throws Exception {
        Endpoint endpoint = ProbeTest.endpoint(pod(FakePod.status(500)).port());
        endpoint.markUnhealthy();
        UpstreamMonitor other = new UpstreamMonitor("app", HealthCountersTest.settings(0, 255, 255, 255), null);
        other.watch(List.of(endpoint));
        other.stop();
        assertThat(endpoint.healthy()).isTrue();
    }

    private FakePod pod(String answer) throws IOException {
        FakePod pod = new FakePod(answer);
        pods.add(pod);
        return pod;
    }

    private static void probes(FakePod pod, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    /** Lets probes pass until something holds; the verdict may come after the next probe has been sent. */
    private static void probesUntil(FakePod pod, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
