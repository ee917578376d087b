package dev.hawser.kubernetes.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.JsonCases;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamPolicyRulesTest {

    /** The one case that breaks the rule that is wider here; it breaks another one as well. */
    private static final String WITHOUT_HASH_ON = "kup-051";

    @TestFactory
    Stream<DynamicTest> policiesAreTakenAndRejectedAsByKongsDefinition() throws IOException {
        List<Map<String, Object>> cases = JsonCases.cases("data/kup-crd.json");
        assertThat(cases).hasSizeGreaterThanOrEqualTo(71);
        return cases.stream()
                .map(each -> dynamicTest(each.get("id") + ": " + each.get("description"), () -> check(each)));
    }

    private static void check(Map<String, Object> each) {
        KongUpstreamPolicy policy = JsonCases.bind(JsonCases.map(each.get("object")), KongUpstreamPolicy.class);
        List<Violation> violations = UpstreamPolicyRules.check(policy.getSpec());
        if (Boolean.TRUE.equals(each.get("valid"))) {
            assertThat(violations).isEmpty();
        } else if (WITHOUT_HASH_ON.equals(each.get("id"))) {
            assertThat(violations)
                    .containsExactly(new Violation(
                            "spec.algorithm",
                            "spec.algorithm must be set to 'sticky-sessions' when spec.stickySessions is set."));
        } else {
            String all = violations.stream().map(Violation::toString).collect(Collectors.joining("\n"));
            assertThat(all).contains(String.valueOf(each.get("error_contains")));
            if (each.get("error_contains_also") != null) {
                JsonCases.list(each.get("error_contains_also"))
                        .forEach(also -> assertThat(all).contains(String.valueOf(also)));
            }
        }
    }

    @Test
    void stickySessionsNeedNoHashOn() {
        assertThat(check("{algorithm: sticky-sessions, stickySessions: {cookie: session-id}}"))
                .isEmpty();
    }

    @Test
    void anEmptyHashOnIsNotTheInputNone() {
        assertThat(check("{algorithm: sticky-sessions, hashOn: {}, stickySessions: {cookie: session-id}}"))
                .extracting(Violation::path)
                .containsExactly("spec.hashOn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {slots: 9}                                                         | spec.slots
            {slots: 65537}                                                     | spec.slots
            {slots: 9000000000}                                                | spec.slots
            {healthchecks: {threshold: 101}}                                   | spec.healthchecks.threshold
            {healthchecks: {active: {timeout: -1}}}                            | spec.healthchecks.active.timeout
            {healthchecks: {active: {concurrency: 0}}}                         | spec.healthchecks.active.concurrency
            {healthchecks: {active: {httpPath: healthz}}}                      | spec.healthchecks.active.httpPath
            {healthchecks: {active: {headers: {'a b': [x]}}}}                  | spec.healthchecks.active.headers
            {healthchecks: {active: {headers: {a: [caf\u00e9]}}}}              | spec.healthchecks.active.headers.a
            {healthchecks: {active: {headers: {a: ["x\\ty"]}}}}               | spec.healthchecks.active.headers.a
            {healthchecks: {active: {headers: {a: ["x\\x7fy"]}}}}             | spec.healthchecks.active.headers.a
            {healthchecks: {active: {healthy: {successes: 256}}}}              | spec.healthchecks.active.healthy.successes
            {healthchecks: {active: {healthy: {interval: 65536}}}}             | spec.healthchecks.active.healthy.interval
            {healthchecks: {passive: {unhealthy: {httpFailures: 256}}}}        | spec.healthchecks.passive.unhealthy.httpFailures
            {healthchecks: {passive: {unhealthy: {tcpFailures: -1}}}}          | spec.healthchecks.passive.unhealthy.tcpFailures
            {healthchecks: {passive: {unhealthy: {timeouts: 256}}}}            | spec.healthchecks.passive.unhealthy.timeouts
            {healthchecks: {passive: {healthy: {httpStatuses: [200, 99]}}}}    | spec.healthchecks.passive.healthy.httpStatuses[1]
            {algorithm: sticky-sessions, stickySessions: {cookie: 'a b'}}      | spec.stickySessions.cookie
            {algorithm: sticky-sessions, stickySessions: {cookiePath: /}}      | spec.stickySessions.cookie
            {algorithm: sticky-sessions, stickySessions: {cookie: a, cookiePath: '/; Secure'}} | spec.stickySessions.cookiePath
            """)
    void whatTheGatewayCouldNotUseIsLocated(String spec, String path) {
        assertThat(check(spec)).extracting(Violation::path).containsExactly(path);
    }

    private static List<Violation> check(String spec) {
        return UpstreamPolicyRules.check(
                new KubernetesSerialization().unmarshal("--- " + spec, KongUpstreamPolicySpec.class));
    }
}
