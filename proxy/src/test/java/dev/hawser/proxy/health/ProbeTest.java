package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 404, 500, 503})
    void tellsTheStatus(int code) throws IOException {
        try (FakePod pod = new FakePod(FakePod.status(code))) {
            assertThat(probe(Healthchecks.Type.HTTP, null).send(endpoint(pod.port())))
                    .isEqualTo(new ProbeResult.Status(code));
        }
    }

    @Test
    void asksForThePathWithTheFieldsAndTheHost() throws IOException, InterruptedException {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probe(Healthchecks.Type.HTTP, null).send(endpoint(pod.port()));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS))
                    .startsWith("GET /healthz HTTP/1.1\nHost: 127.0.0.1:" + pod.port() + "\n")
                    .contains("\nx-probe: a\nx-probe: b\n")
                    .contains("\nConnection: close\n");
            probe(Healthchecks.Type.HTTP, "app.example").send(endpoint(pod.port()));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).contains("\nHost: app.example\n");
        }
    }

    @Test
    void aRefusedConnectionHasFailed() throws IOException {
        int port;
        try (FakePod pod = new FakePod("")) {
            port = pod.port();
        }
        assertThat(probe(Healthchecks.Type.HTTP, null).send(endpoint(port)))
                .isEqualTo(new ProbeResult.ConnectionFailed());
        assertThat(probe(Healthchecks.Type.TCP, null).send(endpoint(port)))
                .isEqualTo(new ProbeResult.ConnectionFailed());
    }

    @Test
    void anEndpointThatHangsTimesOut() throws IOException {
        try (FakePod pod = new FakePod("")) {
            assertThat(probe(Healthchecks.Type.HTTP, null).send(endpoint(pod.port())))
                    .isEqualTo(new ProbeResult.TimedOut());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-x\r\n\r\n",
                "HTTP/1.1 99 \r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2",
                "\0\0\0\0\0\0\0\0\0\0\0\0\0"
            })
    void anAnswerThatIsNotHttpHasFailed(String answer) throws IOException {
        try (FakePod pod = new FakePod(answer)) {
            assertThat(probe(Healthchecks.Type.HTTP, null).send(endpoint(pod.port())))
                    .isEqualTo(new ProbeResult.ConnectionFailed());
        }
    }

    @Test
    void aTcpProbeAsksForAConnectionOnly() throws IOException {
        try (FakePod pod = new FakePod("")) {
            assertThat(probe(Healthchecks.Type.TCP, null).send(endpoint(pod.port())))
                    .isEqualTo(new ProbeResult.Connected());
        }
    }

    private static Probe probe(Healthchecks.Type type, @Nullable String hostHeader) {
        return new Probe(settings(type), hostHeader);
    }

    static CheckSettings settings(Healthchecks.Type type) {
        return settings(type, Duration.ofMillis(400));
    }

    static CheckSettings settings(Healthchecks.Type type, Duration timeout) {
        return new CheckSettings(
                type,
                timeout,
                2,
                "/healthz",
                Map.of("x-probe", List.of("a", "b")),
                Duration.ofMillis(20),
                Duration.ofMillis(20),
                Set.of(200),
                Set.of(500),
                2,
                2,
                2,
                2);
    }

    static Endpoint endpoint(int port) {
        return new Endpoint(new UUID(0, port), "127.0.0.1", port);
    }
}
