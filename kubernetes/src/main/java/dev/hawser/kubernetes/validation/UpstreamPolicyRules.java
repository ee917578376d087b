package dev.hawser.kubernetes.validation;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.Hash;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KongUpstreamPolicySpec} has to keep to: the schema and the 12 rules of Kong's CustomResourceDefinition,
 * with its messages, the narrower ranges of Kong's entity {@code upstreams}, and that cookies can be sent as such.
 *
 * <p>One rule is wider than Kong's: {@code stickySessions} needs no {@code hashOn}. With one, Kong's rule holds.
 */
public final class UpstreamPolicyRules {

    private static final List<String> ALGORITHMS =
            List.of("round-robin", "consistent-hashing", "least-connections", "latency", "sticky-sessions");
    private static final List<String> INPUTS = List.of("ip", "consumer", "path", "none");

    private UpstreamPolicyRules() {}

    /** Everything that is wrong with a policy; paths start at {@code spec}. */
    public static List<Violation> check(@Nullable KongUpstreamPolicySpec spec) {
        if (spec == null) {
            return List.of();
        }
        Checks checks = new Checks();
        checks.oneOf("spec.algorithm", spec.algorithm(), ALGORITHMS);
        checks.range("spec.slots", spec.slots(), 10, 65536);
        checkHash(checks, "spec.hashOn", spec.hashOn());
        checkHash(checks, "spec.hashOnFallback", spec.hashOnFallback());
        checkHashOn(checks, spec);
        checkFallback(checks, spec);
        HealthcheckRules.check(checks, "spec.healthchecks", spec.healthchecks());
        checkStickySessions(checks, spec);
        return checks.violations();
    }

    private static void checkHash(Checks checks, String path, @Nullable Hash hash) {
        if (hash == null) {
            return;
        }
        checks.oneOf(path + ".input", hash.input(), INPUTS);
        checks.token(path + ".cookie", hash.cookie());
        checks.cookieAttribute(path + ".cookiePath", hash.cookiePath());
    }

    private static void checkHashOn(Checks checks, KongUpstreamPolicySpec spec) {
        Hash hashOn = spec.hashOn();
        if (hashOn == null) {
            return;
        }
        if (count(hashOn.input(), hashOn.cookie(), hashOn.header(), hashOn.uriCapture(), hashOn.queryArg()) > 1) {
            checks.add("spec.hashOn", "Only one of spec.hashOn.(input|cookie|header|uriCapture|queryArg) can be set.");
        }
        if (hashOn.cookie() != null && hashOn.cookiePath() == null) {
            checks.add("spec.hashOn.cookiePath", "When spec.hashOn.cookie is set, spec.hashOn.cookiePath is required.");
        }
        if (hashOn.cookiePath() != null && hashOn.cookie() == null) {
            checks.add("spec.hashOn.cookie", "When spec.hashOn.cookiePath is set, spec.hashOn.cookie is required.");
        }
        if (!"consistent-hashing".equals(spec.algorithm()) && !"sticky-sessions".equals(spec.algorithm())) {
            checks.add(
                    "spec.algorithm",
                    "spec.algorithm must be set to either 'consistent-hashing' or 'sticky-sessions' when spec.hashOn is set.");
        }
        if (hashOn.cookie() != null && spec.hashOnFallback() != null) {
            checks.add("spec.hashOnFallback", "spec.hashOnFallback must not be set when spec.hashOn.cookie is set.");
        }
    }

    private static void checkFallback(Checks checks, KongUpstreamPolicySpec spec) {
        Hash fallback = spec.hashOnFallback();
        if (fallback == null) {
            return;
        }
        if (count(fallback.input(), fallback.header(), fallback.uriCapture(), fallback.queryArg()) > 1) {
            checks.add(
                    "spec.hashOnFallback",
                    "Only one of spec.hashOnFallback.(input|header|uriCapture|queryArg) can be set.");
        }
        if (!"consistent-hashing".equals(spec.algorithm())) {
            checks.add(
                    "spec.algorithm",
                    "spec.algorithm must be set to \"consistent-hashing\" when spec.hashOnFallback is set.");
        }
    }

    private static void checkStickySessions(Checks checks, KongUpstreamPolicySpec spec) {
        KongUpstreamPolicySpec.StickySessionsSpec sticky = spec.stickySessions();
        if (sticky == null) {
            return;
        }
        Hash hashOn = spec.hashOn();
        if (hashOn != null && !hashOn.equals(new Hash("none", null, null, null, null, null))) {
            checks.add(
                    "spec.hashOn",
                    "When spec.stickySessions is set, spec.hashOn.input must be set to 'none' (no other hash_on fields allowed).");
        }
        if (sticky.cookie() == null) {
            checks.add(
                    "spec.stickySessions.cookie",
                    "spec.stickySessions.cookie is required when spec.stickySessions is set.");
        }
        if (!"sticky-sessions".equals(spec.algorithm())) {
            checks.add(
                    "spec.algorithm",
                    "spec.algorithm must be set to 'sticky-sessions' when spec.stickySessions is set.");
        }
        checks.notEmpty("spec.stickySessions.cookie", sticky.cookie());
        checks.token("spec.stickySessions.cookie", sticky.cookie());
        checks.cookieAttribute("spec.stickySessions.cookiePath", sticky.cookiePath());
    }

    private static long count(@Nullable String... values) {
        return Stream.of(values).filter(Objects::nonNull).count();
    }
}
