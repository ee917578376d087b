package dev.hawser.proxy.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.testing.NoBufferLeaks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes by HTTP and TCP over real sockets. What hangs is given a second, the shortest timeout there is. */
@Timeout(60)
@ExtendWith(NoBufferLeaks.class)
class NettyProbesTest {

    private final Probing probing = Probing.start();

    @AfterEach
    void close() {
        probing.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 302, 404, 500, 503, 599, 999})
    void tellsTheStatus(int code) throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(code))) {
            assertThat(probing.probe(Probing.http(), pod.port())).isEqualTo(new CheckResult.Status(code));
        }
    }

    @Test
    void asksForThePathWithTheFieldsAndTheHost() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probing.probe(Probing.http(), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS))
                    .startsWith("GET /healthz?full=1 HTTP/1.0\nHost: 127.0.0.1\n")
                    .contains("\nx-probe: a\nx-probe: b\n")
                    .contains("\nUser-Agent: hawser-healthcheck\n");
        }
    }

    @Test
    void theUpstreamsHostHeaderIsTheHost() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probing.probe(
                    Probing.checks(Healthchecks.Type.HTTP, Probing.LONG, "app.example:8080", null, true), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).contains("\nHost: app.example:8080\n");
        }
    }

    @Test
    void aConfiguredHostTakesThePlaceOfTheProbes() throws Exception {
        ActiveChecks checks = ActiveChecks.of(
                new Healthchecks.Active(
                        null, 600, null, null, null, null, Map.of("host", List.of("mine")), Probing.healthy(), null),
                "app.example",
                null);
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            probing.probe(Objects.requireNonNull(checks), pod.port());
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS))
                    .contains("\nhost: mine\n")
                    .doesNotContain("app.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SSH-2.0-x\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 2000 X\r\n", "\r\n", "{}\n"})
    void whatHasNoStatusFails(String answer) throws Exception {
        try (FakePod pod = new FakePod(answer)) {
            assertThat(probing.probe(Probing.http(), pod.port()))
                    .isEqualTo(new CheckResult.Status(CheckResult.Status.NO_STATUS));
        }
    }

    @Test
    void aLineWithoutEndIsGivenUp() throws Exception {
        try (FakePod pod = new FakePod("x".repeat(100_000))) {
            assertThat(probing.probe(Probing.http(), pod.port()))
                    .isEqualTo(new CheckResult.Status(CheckResult.Status.NO_STATUS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 200 OK"})
    void aConnectionThatClosesBeforeTheLineEndsHasFailed(String answer) throws Exception {
        try (FakePod pod = new FakePod(answer)) {
            assertThat(probing.probe(Probing.http(), pod.port())).isInstanceOf(CheckResult.ConnectionFailed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Healthchecks.Type.class)
    void aRefusedConnectionHasFailed(Healthchecks.Type type) throws Exception {
        int port;
        try (FakePod pod = new FakePod("")) {
            port = pod.port();
        }
        assertThat(probing.probe(Probing.checks(type, Probing.LONG, null, null, true), port))
                .isInstanceOf(CheckResult.ConnectionFailed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Healthchecks.Type.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TCP"})
    void anEndpointThatHangsTimesOut(Healthchecks.Type type) throws Exception {
        try (FakePod pod = new FakePod("")) {
            assertThat(probing.probe(Probing.checks(type, Probing.SHORT, null, null, true), pod.port()))
                    .isEqualTo(new CheckResult.TimedOut());
        }
    }

    @Test
    void aNameWithoutAddressIsTold() throws Exception {
        Endpoint nowhere = new Endpoint(UUID.randomUUID(), "nowhere.invalid", 80);
        CheckResult result = probing.probe(
                Probing.checks(Healthchecks.Type.HTTP, Duration.ofSeconds(30), null, null, true), nowhere);
        assertThat(result).isEqualTo(new CheckResult.Unresolved());
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        try (FakePod pod = new FakePod(FakePod.status(200))) {
            Endpoint local = new Endpoint(UUID.randomUUID(), "localhost", pod.port());
            assertThat(probing.probe(Probing.http(), local)).isEqualTo(new CheckResult.Status(200));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).contains("\nHost: localhost\n");
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        try (FakePod pod = new FakePod("")) {
            CompletableFuture<CheckResult> told = new CompletableFuture<>();
            CompletableFuture<Runnable> cancel = new CompletableFuture<>();
            probing.execute(() -> cancel.complete(
                    probing.prober(Probing.http()).probe(Probing.endpoint(pod.port()), told::complete)));
            assertThat(pod.heads.poll(10, TimeUnit.SECONDS)).isNotNull();
            probing.execute(cancel.get());
            assertThat(pod.hangups.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(told).isNotDone();
        }
    }

    @Test
    void theConnectionIsClosedWhenTheStatusIsThere() throws Exception {
        try (FakePod pod = new FakePod("HTTP/1.1 200 OK\r\n", ServerSocketFactory.getDefault(), FakePod.After.STAYS)) {
            assertThat(probing.probe(Probing.http(), pod.port())).isEqualTo(new CheckResult.Status(200));
            assertThat(pod.hangups.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aConnectionIsEnoughForTcp() throws Exception {
        try (FakePod pod = new FakePod("")) {
            assertThat(probing.probe(Probing.checks(Healthchecks.Type.TCP, Probing.LONG, null, null, true), pod.port()))
                    .isEqualTo(new CheckResult.Connected());
        }
    }
}
