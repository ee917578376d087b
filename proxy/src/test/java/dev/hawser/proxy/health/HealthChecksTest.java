package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.exchange.ProxyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthChecksTest extends CheckedEndpoint {

    // Probes

    @Test
    void startsNothingWhileNothingIsToBeProbed() throws Exception {
        watch("{}", endpoint);
        watch(PASSIVE, endpoint);
        assertThat(engines).isEmpty();
    }

    @Test
    void aFlappingEndpointIsTakenOutAndBackAsProbesFindIt() throws Exception {
        watch(ACTIVE, endpoint);
        String found = "";
        for (CheckResult result : List.of(OK, FAILED, OK, FAILED, FAILED, FAILED, OK, FAILED, FAILED, OK)) {
            engine().advance(INTERVAL, result);
            found += endpoint.healthy() ? "+" : "-";
        }
        assertThat(found).isEqualTo("++++--++-+");
    }

    /** What a probe comes to, after how many seconds, and how many of them make the endpoint unhealthy. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "hanging, 1, 2",
        "refused, 0, 3",
        "not trusted, 0, 3",
        "failing, 0, 4",
        "not serving, 0, 4",
    })
    void anEndpointIsUnhealthyAsSoonAsItsLastProbeHasFailed(String kind, int seconds, int probes) throws Exception {
        watch("""
                {active: {healthy: {interval: 5, successes: 1}, unhealthy: {interval: 7, http_failures: 4, tcp_failures: 3,
                  timeouts: 2}}}""", endpoint);
        Duration first = null;
        for (int probe = 0; probe < probes; probe++) {
            assertThat(endpoint.healthy()).isTrue();
            while (engine().underWay.isEmpty()) {
                engine().advance(Duration.ofMillis(1));
            }
            first = first == null ? engine().elapsed() : first;
            // The gateway learns of it when the probe ends, not when it begins.
            assertThat(engine().elapsed()).isEqualTo(first.plus(INTERVAL.multipliedBy(probe)));
            engine().advance(Duration.ofSeconds(seconds));
            engine().answerAll(resultOf(kind));
        }
        assertThat(first).isLessThanOrEqualTo(INTERVAL);
        assertThat(endpoint.healthy()).isFalse();

        // From here on at the interval of unhealthy ones; the first success lifts it.
        engine().advance(Duration.ofSeconds(7 - seconds), OK);
        assertThat(endpoint.healthy()).isTrue();
    }

    private static CheckResult resultOf(String kind) {
        return switch (kind) {
            case "hanging" -> new CheckResult.TimedOut();
            case "refused" -> new CheckResult.ConnectionFailed("ConnectException");
            case "not trusted" -> new CheckResult.ConnectionFailed("SSLHandshakeException");
            case "not serving" -> new CheckResult.NotServing("NOT_SERVING");
            default -> FAILED;
        };
    }

    @Test
    void terminatingEndpointsAreProbedToo() throws Exception {
        endpoint.markTerminating();
        watch(ACTIVE, endpoint);
        engine().advance(INTERVAL.multipliedBy(2), new CheckResult.TimedOut());
        assertThat(endpoint.healthy()).isFalse();
    }

    /** An application that stops says 503 where it is probed, and serves its sessions all the same. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "failing, true",
        "not serving, true",
        "hanging, false",
        "refused, false",
        "not trusted, false",
    })
    void aTerminatingEndpointFailsOnlyWhenItCannotBeReached(String kind, boolean healthy) throws Exception {
        watch("""
                {active: {healthy: {interval: 5, successes: 1},
                  unhealthy: {interval: 5, http_failures: 1, tcp_failures: 1, timeouts: 1}}}""", endpoint);
        engine().advance(INTERVAL, OK);
        endpoint.markTerminating();
        engine().advance(INTERVAL.multipliedBy(3), resultOf(kind));
        assertThat(endpoint.healthy()).isEqualTo(healthy);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "500 503 429 500, ++++",
        "INVALID_RESPONSE INVALID_RESPONSE, ++",
        "CONNECT_REFUSED 500 CONNECTION_LOST, ++-",
        "504 READ_TIMEOUT, +-",
        "CONNECT_REFUSED CONNECT_REFUSED 200 200, +--+",
    })
    void requestsToATerminatingEndpointCountOnlyWhenItCannotBeReached(String results, String states) throws Exception {
        endpoint.markTerminating();
        watch(PASSIVE, endpoint);
        StringBuilder actual = new StringBuilder();
        for (String result : results.split(" ", -1)) {
            tell(result);
            actual.append(endpoint.healthy() ? '+' : '-');
        }
        assertThat(actual).hasToString(states);
    }

    @Test
    void verdictAndCountersSurviveAChangeOfTheTargets() throws Exception {
        Endpoint other = endpoint();
        watch(ACTIVE, endpoint, other);
        engine().advance(INTERVAL, FAILED);
        assertThat(endpoint.healthy()).isTrue();
        watch(ACTIVE, endpoint, endpoint());
        engine().advance(INTERVAL, FAILED);
        assertThat(endpoint.healthy()).isFalse();
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.UNHEALTHY);
        assertThat(other.healthy()).isTrue();
    }

    @Test
    void changedSettingsStartTheCountersAnewAndKeepTheVerdict() throws Exception {
        Endpoint failing = endpoint();
        watch(ACTIVE, endpoint, failing);
        checks.set(failing, Verdict.UNHEALTHY);
        engine().advance(INTERVAL, FAILED);

        watch(ACTIVE.replace("http_failures: 2", "http_failures: 3"), endpoint, failing);
        engine().advance(INTERVAL.multipliedBy(2), FAILED);
        assertThat(endpoint.healthy()).isTrue();
        assertThat(failing.healthy()).isFalse();
        engine().advance(INTERVAL, FAILED);
        assertThat(endpoint.healthy()).isFalse();
        assertThat(engines).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{passive: {unhealthy: {http_failures: 1}}}",
                "{active: {healthy: {interval: 1, successes: 1}, unhealthy: {http_failures: 1}}}",
                "{active: {healthy: {interval: 1}, unhealthy: {interval: 1, http_failures: 1}}}",
            })
    void aVerdictThatChangedSettingsCannotLiftIsForgotten(String settings) throws Exception {
        watch(ACTIVE, endpoint);
        engine().advance(INTERVAL.multipliedBy(2), FAILED);
        assertThat(endpoint.healthy()).isFalse();
        watch(settings, endpoint);
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void anUpstreamThatIsGoneIsProbedNoMore() throws Exception {
        watch(ACTIVE, endpoint);
        engine().advance(INTERVAL, OK);
        checks.watch(List.of());
        engine().advance(INTERVAL.multipliedBy(3), FAILED);
        assertThat(engine().sent).hasSize(1);
        assertThat(engine().timers()).isZero();
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void closingEndsTheLoop() throws Exception {
        watch(ACTIVE, endpoint);
        checks.close();
        assertThat(engine().closed).isTrue();
        watch(ACTIVE, endpoint);
        assertThat(engines).hasSize(1);
    }

    // Proxied requests

    /** Digits are statuses of responses, names are failures of tries. States: + healthy, - unhealthy, after each. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "500 500, +-",
        "503 429, +-",
        "500 200 500 500, +++-",
        "502 502 502, +++",
        "404 404 404, +++",
        "504 504, +-",
        "504 500 504, ++-",
        "CONNECT_REFUSED CONNECT_REFUSED, +-",
        "CONNECT_TLS CONNECTION_LOST, +-",
        "CONNECT_HTTP_2 REQUEST_REFUSED, +-",
        "NAME_RESOLUTION CONNECT_REFUSED, +-",
        "CONNECT_TIMEOUT READ_TIMEOUT, +-",
        "WRITE_TIMEOUT 504, +-",
        "INVALID_RESPONSE 500, +-",
        "500 CONNECT_REFUSED READ_TIMEOUT 500, +++-",
        "RESPONSE_CUT_OFF RESPONSE_CUT_OFF RESPONSE_STALLED RESPONSE_STALLED, ++++",
        "CLIENT_GONE CLIENT_GONE CLIENT_TIMEOUT, +++",
        "CALL_SILENT CALL_SILENT CALL_SILENT, +++",
        "500 500 200 200, +--+",
        "500 500 200 500 200 200, +----+",
    })
    void requestsCountAsKongCountsThem(String results, String states) throws Exception {
        watch(PASSIVE, endpoint);
        StringBuilder actual = new StringBuilder();
        for (String result : results.split(" ", -1)) {
            tell(result);
            actual.append(endpoint.healthy() ? '+' : '-');
        }
        assertThat(actual).hasToString(states);
        assertThat(engines).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ProxyFailure.class)
    void noFailureOfTheClientOrTheGatewaySpeaksAgainstAnEndpoint(ProxyFailure failure) throws Exception {
        watch("{passive: {unhealthy: {http_failures: 1, tcp_failures: 1, timeouts: 1}}}", endpoint);
        observer.tryFailed(service(), endpoint, failure);
        if (failure.side() != ProxyFailure.Side.UPSTREAM) {
            assertThat(endpoint.healthy()).isTrue();
        }
    }

    @Test
    void whatRequestsFoundIsNotLiftedWithoutSuccessesOrAnOperator() throws Exception {
        watch("{passive: {unhealthy: {http_failures: 1}}}", endpoint);
        tell("500");
        tell("200");
        tell("200");
        assertThat(endpoint.healthy()).isFalse();
        assertThat(checks.set(endpoint, Verdict.HEALTHY)).isTrue();
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void whatRequestsFoundIsLiftedByProbes() throws Exception {
        watch(
                "{active: {unhealthy: {interval: 5}, healthy: {successes: 2}}, passive: {unhealthy: {tcp_failures: 1}}}",
                endpoint);
        engine().advance(INTERVAL.multipliedBy(3), OK);
        assertThat(engine().sent).isEmpty();
        tell("CONNECT_REFUSED");
        assertThat(endpoint.healthy()).isFalse();
        engine().advance(INTERVAL, OK);
        assertThat(endpoint.healthy()).isFalse();
        engine().advance(INTERVAL, OK);
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void resultsOfEndpointsThatAreGoneChangeNothing() throws Exception {
        watch(PASSIVE, endpoint);
        watch(PASSIVE);
        tell("500");
        tell("500");
        assertThat(endpoint.healthy()).isTrue();
        assertThat(checks.set(endpoint, Verdict.UNHEALTHY)).isFalse();
    }

    @Test
    void manyThreadsLeaveEndpointAndStateInAgreement() throws Exception {
        watch(
                "{passive: {unhealthy: {http_failures: 1, tcp_failures: 1, timeouts: 1}, healthy: {successes: 1}}}",
                endpoint);
        for (int round = 0; round < 20; round++) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String result = i % 2 == 0 ? "500" : "200";
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        go.await();
                        for (int n = 0; n < 20; n++) {
                            tell(result);
                        }
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(endpoint.healthy()).isEqualTo(checks.of(endpoint) == TargetHealth.HEALTHY);
        }
    }
}
