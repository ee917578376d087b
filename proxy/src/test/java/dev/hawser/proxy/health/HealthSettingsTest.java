package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hawser.config.Upstream;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.proxy.tls.EndpointTls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of fields of Kong Gateway 3.9, entity {@code upstreams}, field {@code healthchecks}. */
class HealthSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{active: {type: https, timeout: 5}}",
                "{active: {healthy: {interval: 0, successes: 3}, unhealthy: {interval: 0, http_failures: 1}}}",
                "{passive: {healthy: {successes: 5}}}",
                "{passive: {unhealthy: {tcp_failures: 0, timeouts: 0, http_failures: 0}}}",
                "{threshold: 50}",
            })
    void checksAreOffUnlessAnIntervalOrAPassiveFailureIsSet(String healthchecks) throws Exception {
        assertThat(settings(healthchecks).on()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{active: {healthy: {interval: 1}}}",
                "{active: {unhealthy: {interval: 1}}}",
                "{passive: {unhealthy: {tcp_failures: 1}}}",
                "{passive: {unhealthy: {timeouts: 1}}}",
                "{passive: {unhealthy: {http_failures: 1}}}",
            })
    void eachOfThemAloneSwitchesChecksOn(String healthchecks) throws Exception {
        assertThat(settings(healthchecks).on()).isTrue();
    }

    @Test
    void anUpstreamWithoutHealthChecksHasNone() {
        assertThat(HealthSettings.of(Upstream.builder("app").build(), null).on())
                .isFalse();
    }

    @Test
    void fillsInTheDefaultsOfActiveChecks() throws Exception {
        ActiveChecks active = active("{active: {healthy: {interval: 10}}}");
        assertThat(active.type().text()).isEqualTo("http");
        assertThat(active.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(active.concurrency()).isEqualTo(10);
        assertThat(active.path()).isEqualTo("/");
        assertThat(active.hostHeader()).isNull();
        assertThat(active.serverName()).isNull();
        assertThat(active.tls()).isEqualTo(EndpointTls.verified());
        assertThat(active.headers()).isEmpty();
        assertThat(active.healthyInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(active.unhealthyInterval()).isZero();
        assertThat(active.thresholds())
                .isEqualTo(new Thresholds(
                        Statuses.of(200, 302), Statuses.of(429, 404, 500, 501, 502, 503, 504, 505), 0, 0, 0, 0));
    }

    @Test
    void fillsInTheDefaultsOfPassiveChecks() throws Exception {
        Statuses healthy = new Statuses(IntStream.concat(
                        IntStream.rangeClosed(200, 208),
                        IntStream.concat(IntStream.of(226), IntStream.rangeClosed(300, 308)))
                .boxed()
                .toList());
        assertThat(settings("{passive: {unhealthy: {timeouts: 1}}}").passive())
                .isEqualTo(new Thresholds(healthy, Statuses.of(429, 500, 503), 0, 0, 0, 1));
    }

    @Test
    void takesEveryFieldOfActiveChecks() throws Exception {
        ActiveChecks active = active("""
                {active: {type: https, timeout: 2, concurrency: 3, http_path: /healthz, https_sni: a.example,
                  https_verify_certificate: false, headers: {x-probe: [a, b]},
                  healthy: {interval: 4, successes: 5, http_statuses: [201]},
                  unhealthy: {interval: 6, http_statuses: [418], http_failures: 7, tcp_failures: 8, timeouts: 9}}}
                """);
        assertThat(active)
                .usingRecursiveComparison()
                .ignoringFields("type", "thresholds")
                .isEqualTo(new ActiveChecks(
                        active.type(),
                        Duration.ofSeconds(2),
                        3,
                        "/healthz",
                        null,
                        "a.example",
                        EndpointTls.UNVERIFIED,
                        Map.of("x-probe", List.of("a", "b")),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(6),
                        active.thresholds()));
        assertThat(active.type().text()).isEqualTo("https");
        assertThat(active.thresholds()).isEqualTo(new Thresholds(Statuses.of(201), Statuses.of(418), 5, 7, 8, 9));
    }

    @Test
    void takesEveryFieldOfPassiveChecks() throws Exception {
        assertThat(settings("""
                {passive: {type: http, healthy: {successes: 1, http_statuses: [200]},
                  unhealthy: {http_statuses: [502], http_failures: 2, tcp_failures: 3, timeouts: 4}}}
                """).passive()).isEqualTo(new Thresholds(Statuses.of(200), Statuses.of(502), 1, 2, 3, 4));
    }

    /** What is refused: each range of the table, just beyond its ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "active: {timeout: 65536}|active.timeout",
                "active: {timeout: -1}|active.timeout",
                "active: {concurrency: 0}|active.concurrency",
                "active: {concurrency: 2147483648}|active.concurrency",
                "active: {type: ftp}|active.type",
                "active: {http_path: healthz}|active.http_path",
                "active: {healthy: {interval: 65536}}|active.healthy.interval",
                "active: {healthy: {interval: -1}}|active.healthy.interval",
                "active: {healthy: {successes: 256}}|active.healthy.successes",
                "active: {healthy: {http_statuses: [99]}}|active.healthy.http_statuses",
                "active: {healthy: {http_statuses: [1000]}}|active.healthy.http_statuses",
                "active: {unhealthy: {interval: 65536}}|active.unhealthy.interval",
                "active: {unhealthy: {http_failures: 256}}|active.unhealthy.http_failures",
                "active: {unhealthy: {tcp_failures: 256}}|active.unhealthy.tcp_failures",
                "active: {unhealthy: {timeouts: -1}}|active.unhealthy.timeouts",
                "passive: {healthy: {interval: 1}}|passive.healthy.interval",
                "passive: {unhealthy: {interval: 1}}|passive.unhealthy.interval",
                "passive: {healthy: {successes: 256}}|passive.healthy.successes",
                "passive: {unhealthy: {http_failures: 256}}|passive.unhealthy.http_failures",
                "passive: {unhealthy: {tcp_failures: 256}}|passive.unhealthy.tcp_failures",
                "passive: {unhealthy: {timeouts: 256}}|passive.unhealthy.timeouts",
                "threshold: 100.5|threshold",
                "threshold: -1|threshold",
            })
    void refusesWhatIsOutOfRange(String field, String path) {
        assertThat(catchThrowable(() -> settings("{" + field + "}")))
                .hasMessageContaining("upstreams[0].healthchecks." + path);
    }

    @ParameterizedTest
    @CsvSource({"65535, 65535, 2147483647, 255, 999", "0, 1, 1, 0, 100"})
    void takesTheEndsOfEachRange(int timeout, int interval, int concurrency, int count, int status) throws Exception {
        ActiveChecks active = active("""
                {active: {timeout: %1$d, concurrency: %3$d, healthy: {interval: %2$d, successes: %4$d, http_statuses: [%5$d]},
                  unhealthy: {interval: %2$d, http_failures: %4$d, tcp_failures: %4$d, timeouts: %4$d}}, threshold: 100}
                """.formatted(timeout, interval, concurrency, count, status));
        // 0 would be none at all for Kong; a probe that never ends would end the checks.
        assertThat(active.timeout()).isEqualTo(Duration.ofSeconds(timeout == 0 ? 1 : 60));
        assertThat(active.concurrency()).isEqualTo(concurrency);
        assertThat(active.thresholds().healthyStatuses()).isEqualTo(Statuses.of(status));
    }

    static ActiveChecks active(String healthchecks) throws Exception {
        return Objects.requireNonNull(settings(healthchecks).active());
    }

    static HealthSettings settings(String healthchecks) throws Exception {
        return HealthSettings.of(upstream(healthchecks), null);
    }

    static Upstream upstream(String healthchecks) throws Exception {
        return new DeclarativeReader()
                .read("_format_version: \"3.0\"\nupstreams:\n- name: app\n  healthchecks: "
                        + healthchecks.strip().replace("\n", "\n    "))
                .upstreams()
                .getFirst();
    }
}
