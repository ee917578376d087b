package dev.hawser.kubernetes.translate;

import dev.hawser.config.Healthchecks;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.ActiveSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.HealthchecksSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.HealthySpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.PassiveSpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.UnhealthySpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Translates the health checks of a policy that keeps to its rules, field by field. */
final class HealthcheckTranslator {

    private HealthcheckTranslator() {}

    static @Nullable Healthchecks translate(@Nullable HealthchecksSpec spec) {
        if (spec == null) {
            return null;
        }
        Long threshold = spec.threshold();
        return new Healthchecks(
                active(spec.active()), passive(spec.passive()), threshold == null ? null : threshold.doubleValue());
    }

    static @Nullable Integer intOf(@Nullable Long value) {
        return value == null ? null : Math.toIntExact(value);
    }

    private static Healthchecks.@Nullable Active active(@Nullable ActiveSpec spec) {
        if (spec == null) {
            return null;
        }
        Map<String, List<String>> headers = spec.headers();
        return new Healthchecks.Active(
                type(spec.type()),
                intOf(spec.timeout()),
                intOf(spec.concurrency()),
                spec.httpPath(),
                spec.httpsSni(),
                spec.httpsVerifyCertificate(),
                headers == null ? Map.of() : new TreeMap<>(headers),
                healthy(spec.healthy()),
                unhealthy(spec.unhealthy()));
    }

    private static Healthchecks.@Nullable Passive passive(@Nullable PassiveSpec spec) {
        return spec == null
                ? null
                : new Healthchecks.Passive(type(spec.type()), healthy(spec.healthy()), unhealthy(spec.unhealthy()));
    }

    private static Healthchecks.@Nullable Healthy healthy(@Nullable HealthySpec spec) {
        return spec == null
                ? null
                : new Healthchecks.Healthy(
                        intsOf(spec.httpStatuses()), intOf(spec.interval()), intOf(spec.successes()));
    }

    private static Healthchecks.@Nullable Unhealthy unhealthy(@Nullable UnhealthySpec spec) {
        return spec == null
                ? null
                : new Healthchecks.Unhealthy(
                        intsOf(spec.httpStatuses()),
                        intOf(spec.interval()),
                        intOf(spec.httpFailures()),
                        intOf(spec.tcpFailures()),
                        intOf(spec.timeouts()));
    }

    private static Healthchecks.@Nullable Type type(@Nullable String text) {
        return text == null ? null : Healthchecks.Type.parse(text).orElse(null);
    }

    private static @Nullable List<Integer> intsOf(@Nullable List<Long> values) {
        return values == null ? null : values.stream().map(Math::toIntExact).toList();
    }
}
