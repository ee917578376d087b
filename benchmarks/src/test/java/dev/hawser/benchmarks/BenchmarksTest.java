package dev.hawser.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.proxy.balancing.SessionOutcome;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, and finds what it is named after. It measures nothing. */
class BenchmarksTest {

    @Test
    void everyBenchmarkRunsAndHasARow() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .param("routes", "10")
                        .param("targets", "3")
                        .param("fields", "8")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        String tables = new ResultTables(results).markdown();
        assertThat(tables)
                .contains("| RouterBenchmark | 10 routes |\n|---|---:|\n")
                .contains("| `exactHost` | ")
                .contains("| CodecBenchmark | 8 fields |")
                .contains("| BalancerBenchmark | 3 targets |")
                .contains("| `pick` least-connections | ")
                .contains("| `stuckCookieAmongOthers` | ");
        assertThat(results).hasSize(6 + 2 * 5 + 4 + 2);
    }

    @Test
    void requestsOfBenchmarksComeToTheRoutesTheyAreNamedAfter() {
        RouterBenchmark router = new RouterBenchmark();
        router.routes = 1000;
        router.compile();
        for (int i = 0; i < 2000; i++) {
            assertThat(router.exactHost()).isNotNull();
            assertThat(router.prefixOfManyOnOneHost()).isNotNull();
            assertThat(router.wildcardHost()).isNotNull();
            assertThat(router.expression()).isNotNull();
            assertThat(router.missByHost()).isNull();
            assertThat(router.missByPath()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "consistent-hashing", "least-connections", "latency", "sticky-sessions"})
    void picksOfBenchmarksFindAnEndpoint(String algorithm) {
        BalancerBenchmark balancer = new BalancerBenchmark();
        balancer.algorithm = algorithm;
        balancer.targets = 100;
        balancer.compile();
        for (int i = 0; i < 2000; i++) {
            assertThat(balancer.pick()).extracting("endpoint").isNotNull();
            assertThat(balancer.pickWithThreshold()).extracting("endpoint").isNotNull();
        }
    }

    @Test
    void requestsOfTheCodecsBenchmarksAreForwardedWithOtherFields() {
        CodecBenchmark codec = new CodecBenchmark();
        codec.connect();
        int length = codec.forwardRequest();
        for (int i = 0; i < 2000; i++) {
            assertThat(codec.readRequest()).isEqualTo("GET".length());
            assertThat(codec.forwardRequest()).isEqualTo(length);
        }
        assertThat(length).isBetween(400, 600);
        codec.disconnect();
    }

    @Test
    void sessionsOfBenchmarksEndAsTheyAreNamedAfter() {
        SessionBenchmark session = new SessionBenchmark();
        session.targets = 100;
        session.compile();
        for (int i = 0; i < 2000; i++) {
            assertThat(session.stuckCookieAlone()).extracting("outcome").isEqualTo(SessionOutcome.STUCK);
            assertThat(session.stuckCookieAmongOthers()).extracting("outcome").isEqualTo(SessionOutcome.STUCK);
            assertThat(session.reassignedEndpointGone()).extracting("outcome").isEqualTo(SessionOutcome.REASSIGNED);
            assertThat(session.newSessionOtherCookies()).extracting("outcome").isEqualTo(SessionOutcome.NEW);
        }
    }

    @Test
    void tablesTakeThePlaceOfThoseBefore() {
        String document = "a\n<!-- results: begin -->\nold\n<!-- results: end -->\nb\n";
        assertThat(DocumentPlace.STEPS.replaceIn(document, "new\n"))
                .isEqualTo("a\n<!-- results: begin -->\nnew\n<!-- results: end -->\nb\n");
        assertThatThrownBy(() -> DocumentPlace.STEPS.replaceIn("nothing", "new"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: <!-- results: begin -->");
    }
}
