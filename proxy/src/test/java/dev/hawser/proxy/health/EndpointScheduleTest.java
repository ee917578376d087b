package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointScheduleTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final CheckResult OK = new CheckResult.Status(200);
    private static final CheckResult FAILED = new CheckResult.Status(500);

    private final FakeEngine engine = new FakeEngine();

    @Test
    void probesWithinTheFirstIntervalAndThenAtWholeOnes() throws Exception {
        watch("{healthy: {interval: 10, successes: 1}}", 1);
        engine.advance(INTERVAL.multipliedBy(5), OK);
        assertThat(engine.sent).hasSize(5);
        assertThat(engine.sent.getFirst().at).isLessThan(INTERVAL);
        for (int i = 1; i < 5; i++) {
            assertThat(engine.sent.get(i).at.minus(engine.sent.get(i - 1).at)).isEqualTo(INTERVAL);
        }
    }

    @Test
    void tenThousandEndpointsAreSpreadOverTheInterval() throws Exception {
        watch("{healthy: {interval: 10, successes: 1}}", 10_000);
        for (int round = 0; round < 3; round++) {
            int[] tenths = new int[10];
            engine.sent.clear();
            Duration start = engine.elapsed();
            engine.advance(INTERVAL, OK);
            engine.sent.forEach(
                    probe -> tenths[(int) Math.min(9, probe.at.minus(start).toSeconds())]++);
            assertThat(engine.sent).hasSize(10_000);
            assertThat(IntStream.of(tenths))
                    .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
        }
        assertThat(engine.timers()).isEqualTo(10_000);
    }

    @Test
    void theSpreadIsTheSameAfterARestart() {
        UUID id = UUID.randomUUID();
        assertThat(EndpointSchedule.spread(id))
                .isEqualTo(EndpointSchedule.spread(id))
                .isBetween(0.0, 1.0);
    }

    @Test
    void anUnhealthyEndpointIsProbedAtItsOwnInterval() throws Exception {
        EndpointHealth health = watch(
                        "{healthy: {interval: 10, successes: 1}, unhealthy: {interval: 3, http_failures: 1}}", 1)
                .getFirst();
        engine.advance(INTERVAL, FAILED);
        assertThat(health.state().available()).isFalse();
        Duration first = engine.sent.getFirst().at;
        engine.advance(INTERVAL, FAILED);
        assertThat(engine.sent.get(1).at.minus(first)).isEqualTo(Duration.ofSeconds(3));
        assertThat(engine.sent.get(2).at.minus(first)).isEqualTo(Duration.ofSeconds(6));

        engine.sent.clear();
        engine.advance(Duration.ofSeconds(3), OK);
        assertThat(health.state().available()).isTrue();
        engine.advance(INTERVAL, OK);
        assertThat(engine.sent.get(1).at.minus(engine.sent.get(0).at)).isEqualTo(INTERVAL);
    }

    @Test
    void anIntervalOfZeroLeavesTheEndpointInItsState() throws Exception {
        EndpointHealth health = watch("{healthy: {interval: 10}, unhealthy: {http_failures: 1}}", 1)
                .getFirst();
        engine.advance(INTERVAL.multipliedBy(10), FAILED);
        assertThat(engine.sent).hasSize(1);
        assertThat(health.state().available()).isFalse();
        assertThat(engine.timers()).isZero();
    }

    @Test
    void aVerdictOfSomebodyElseStartsTheOtherInterval() throws Exception {
        EndpointHealth health =
                watch("{healthy: {successes: 2}, unhealthy: {interval: 3}}", 1).getFirst();
        engine.advance(INTERVAL);
        assertThat(engine.sent).isEmpty();

        health.force(HealthState.UNHEALTHY);
        engine.advance(Duration.ofSeconds(3), OK);
        assertThat(engine.sent).hasSize(1);
        assertThat(health.state().level()).isEqualTo(HealthState.Level.MOSTLY_UNHEALTHY);
        engine.advance(Duration.ofSeconds(3), OK);
        assertThat(health.state().level()).isEqualTo(HealthState.Level.HEALTHY);
        engine.advance(INTERVAL, OK);
        assertThat(engine.sent).hasSize(2);
    }

    @Test
    void aProbeThatTakesLongerThanTheIntervalSkipsTurns() throws Exception {
        watch("{healthy: {interval: 10, successes: 1}}", 1);
        engine.advance(INTERVAL);
        Duration first = engine.sent.getFirst().at;
        engine.advance(Duration.ofSeconds(25));
        assertThat(engine.sent).hasSize(1);
        engine.answerAll(OK);
        engine.advance(INTERVAL.multipliedBy(2), OK);
        assertThat(engine.sent.get(1).at.minus(first).toNanos() % INTERVAL.toNanos())
                .isZero();
        assertThat(engine.sent.get(1).at).isGreaterThan(first.plusSeconds(25));
    }

    @Test
    void noMoreProbesAreUnderWayThanTheConcurrency() throws Exception {
        List<EndpointHealth> endpoints = watch("{concurrency: 4, healthy: {interval: 1, successes: 1}}", 100);
        engine.advance(Duration.ofSeconds(5));
        assertThat(engine.underWay).hasSize(4);
        int most = 0;
        while (!engine.underWay.isEmpty() && engine.sent.size() < 100) {
            engine.underWay.getFirst().answer(OK);
            most = Math.max(most, engine.underWay.size());
        }
        assertThat(most).isEqualTo(4);
        assertThat(engine.sent.stream().map(probe -> probe.endpoint).distinct()).hasSameSizeAs(endpoints);
    }

    @Test
    void probesOfAllUpstreamsTogetherAreLimitedToo() throws Exception {
        Turns all = new Turns(5);
        List<UpstreamMonitor> monitors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            UpstreamMonitor monitor =
                    new UpstreamMonitor(engine, checks("{concurrency: 4, healthy: {interval: 1}}"), all);
            monitor.watch(healths("{concurrency: 4, healthy: {interval: 1}}", 10));
            monitors.add(monitor);
        }
        engine.advance(Duration.ofSeconds(2));
        assertThat(engine.underWay).hasSize(5);
        engine.underWay.getFirst().answer(OK);
        assertThat(engine.underWay).hasSize(5);

        monitors.forEach(UpstreamMonitor::stop);
        assertThat(engine.underWay).isEmpty();
        assertThat(engine.timers()).isZero();
        // Every turn came back.
        for (int i = 0; i < 5; i++) {
            all.take(() -> true);
        }
        List<Integer> late = new ArrayList<>();
        all.take(() -> late.add(1));
        assertThat(late).isEmpty();
    }

    @Test
    void noUpstreamHoldsUpTheProbesOfOthers() throws Exception {
        String greedy = "{concurrency: 2147483647, healthy: {interval: 1}}";
        Turns all = new Turns(HealthChecks.MAX_PROBES);
        new UpstreamMonitor(engine, checks(greedy), all).watch(healths(greedy, 1000));
        engine.advance(Duration.ofSeconds(2));
        assertThat(engine.underWay).hasSize(HealthChecks.MAX_PROBES_OF_UPSTREAM);

        new UpstreamMonitor(engine, checks("{healthy: {interval: 1}}"), all)
                .watch(healths("{healthy: {interval: 1}}", 1));
        engine.advance(Duration.ofSeconds(2));
        assertThat(engine.underWay).hasSize(HealthChecks.MAX_PROBES_OF_UPSTREAM + 1);
    }

    @Test
    void ownersThatWaitTakeTurns() {
        Turns turns = new Turns(1);
        List<String> begun = new ArrayList<>();
        turns.take("a", () -> begun.add("a1"));
        turns.take("a", () -> begun.add("a2"));
        turns.take("a", () -> begun.add("a3"));
        turns.take("b", () -> begun.add("b1"));
        turns.take("c", () -> false);
        turns.take("b", () -> begun.add("b2"));
        for (int i = 0; i < 5; i++) {
            turns.end();
        }
        assertThat(begun).containsExactly("a1", "a2", "b1", "a3", "b2");
    }

    @Test
    void endpointsThatAreGoneGiveTheirTurnsBack() throws Exception {
        ActiveChecks checks = checks("{concurrency: 1, healthy: {interval: 1}}");
        UpstreamMonitor monitor = new UpstreamMonitor(engine, checks, new Turns(1));
        List<EndpointHealth> healths = healths("{concurrency: 1, healthy: {interval: 1}}", 20);
        monitor.watch(healths);
        engine.advance(Duration.ofSeconds(2));
        Endpoint asked = engine.underWay.getFirst().endpoint;
        EndpointHealth kept = healths.stream()
                .filter(health -> !health.endpoint().equals(asked))
                .findFirst()
                .orElseThrow();
        monitor.watch(List.of(kept));
        assertThat(engine.underWay).hasSize(1);
        engine.advance(Duration.ofSeconds(30), OK);
        assertThat(engine.sent.getLast().endpoint).isEqualTo(kept.endpoint());
        assertThat(engine.timers()).isEqualTo(1);
    }

    @Test
    void stoppingEndsTheProbeUnderWay() throws Exception {
        ActiveChecks checks = checks("{healthy: {interval: 1}, unhealthy: {timeouts: 1}}");
        UpstreamMonitor monitor = new UpstreamMonitor(engine, checks, new Turns(1));
        monitor.watch(healths("{healthy: {interval: 1}, unhealthy: {timeouts: 1}}", 1));
        engine.advance(Duration.ofSeconds(1));
        assertThat(engine.underWay).hasSize(1);
        monitor.stop();
        assertThat(engine.underWay).isEmpty();
        assertThat(engine.timers()).isZero();
    }

    @Test
    void goesOnWithKeptEndpointsAsBefore() throws Exception {
        ActiveChecks checks = checks("{healthy: {interval: 10, successes: 1}}");
        UpstreamMonitor monitor = new UpstreamMonitor(engine, checks, new Turns(10));
        List<EndpointHealth> healths = healths("{healthy: {interval: 10, successes: 1}}", 2);
        monitor.watch(healths);
        engine.advance(INTERVAL, OK);
        Duration first = engine.sent.stream()
                .filter(probe -> probe.endpoint.equals(healths.getFirst().endpoint()))
                .findFirst()
                .orElseThrow()
                .at;
        engine.sent.clear();
        monitor.watch(List.of(healths.getFirst()));
        engine.advance(INTERVAL, OK);
        assertThat(engine.sent).hasSize(1);
        assertThat(engine.sent.getFirst().at.minus(first)).isEqualTo(INTERVAL);
    }

    private List<EndpointHealth> watch(String active, int count) throws Exception {
        List<EndpointHealth> healths = healths(active, count);
        new UpstreamMonitor(engine, checks(active), new Turns(HealthChecks.MAX_PROBES)).watch(healths);
        return healths;
    }

    private static ActiveChecks checks(String active) throws Exception {
        return HealthSettingsTest.active("{active: " + active + "}");
    }

    private static List<EndpointHealth> healths(String active, int count) throws Exception {
        HealthSettings settings = HealthSettingsTest.settings("{active: " + active + "}");
        return IntStream.range(0, count)
                .mapToObj(i -> new EndpointHealth("app", endpoint(), settings))
                .toList();
    }

    private static Endpoint endpoint() {
        return new Endpoint(UUID.randomUUID(), "10.0.0.1", 80);
    }
}
