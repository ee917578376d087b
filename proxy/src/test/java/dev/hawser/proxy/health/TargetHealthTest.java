package dev.hawser.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is shown of an endpoint, and what an operator sets. */
class TargetHealthTest extends CheckedEndpoint {

    @Test
    void showsEachStateAsKongNamesIt() throws Exception {
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.HEALTHCHECKS_OFF);
        watch("{}", endpoint);
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.HEALTHCHECKS_OFF);
        watch(PASSIVE, endpoint);
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.HEALTHY);
        tell("NAME_RESOLUTION");
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.DNS_ERROR);
        tell("200");
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.HEALTHY);
        checks.set(endpoint, Verdict.UNHEALTHY);
        assertThat(checks.of(endpoint)).isEqualTo(TargetHealth.UNHEALTHY);
    }

    @Test
    void anOperatorsVerdictClearsTheCounters() throws Exception {
        watch(PASSIVE, endpoint);
        tell("500");
        checks.set(endpoint, Verdict.HEALTHY);
        tell("500");
        assertThat(endpoint.healthy()).isTrue();
        tell("500");
        assertThat(endpoint.healthy()).isFalse();
    }

    @Test
    void probesMayFindOtherwiseThanAnOperator() throws Exception {
        watch(ACTIVE, endpoint);
        checks.set(endpoint, Verdict.UNHEALTHY);
        assertThat(endpoint.healthy()).isFalse();
        engine().advance(INTERVAL, OK);
        assertThat(endpoint.healthy()).isTrue();
    }

    @Test
    void nothingCanBeSetWhereThereAreNoChecks() throws Exception {
        watch("{}", endpoint);
        assertThat(checks.set(endpoint, Verdict.UNHEALTHY)).isFalse();
        assertThat(endpoint.healthy()).isTrue();
    }
}
