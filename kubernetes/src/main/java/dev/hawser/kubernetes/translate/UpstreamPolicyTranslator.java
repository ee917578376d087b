package dev.hawser.kubernetes.translate;

import dev.hawser.config.Algorithm;
import dev.hawser.config.HashInput;
import dev.hawser.config.StickySessions;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.KongUpstreamPolicySpec.Hash;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.validation.UpstreamPolicyRules;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the policy that Services ask for, and applies it to their upstream. */
public final class UpstreamPolicyTranslator {

    private static final String ANNOTATION = Annotations.PREFIX + "upstream-policy";

    private final ResourceSnapshot snapshot;
    private final Problems problems;

    UpstreamPolicyTranslator(ResourceSnapshot snapshot, Problems problems) {
        this.snapshot = snapshot;
        this.problems = problems;
    }

    /**
     * The policy of the Services behind one upstream: the one that all of them ask for. Empty when none asks for any, or
     * when what they ask for cannot be had, which is a problem.
     */
    Optional<KongUpstreamPolicy> policyOf(List<Service> services) {
        Set<Optional<String>> names = new HashSet<>();
        services.forEach(service -> names.add(nameIn(service)));
        if (names.size() > 1) {
            String all = services.stream()
                    .map(ObjectKey::of)
                    .map(key -> key.namespace() + "/" + key.name())
                    .sorted()
                    .collect(Collectors.joining(", "));
            for (Service service : services) {
                problems.add(
                        ObjectKey.of(service),
                        Reason.POLICY_CONFLICT,
                        "inconsistent KongUpstreamPolicy configuration for services " + all);
            }
            return Optional.empty();
        }
        return services.isEmpty()
                ? Optional.empty()
                : nameIn(services.getFirst()).flatMap(name -> find(services.getFirst(), name));
    }

    /** The name of the policy that a Service asks for; empty when it asks for none. */
    public static Optional<String> nameIn(Service service) {
        return Optional.ofNullable(Annotations.of(service).get(ANNOTATION)).map(String::strip);
    }

    private Optional<KongUpstreamPolicy> find(Service service, String name) {
        String namespace = service.getMetadata().getNamespace();
        Optional<KongUpstreamPolicy> policy = snapshot.find(ResourceKind.KONG_UPSTREAM_POLICY, namespace, name);
        if (policy.isEmpty()) {
            problems.add(
                    ObjectKey.of(service),
                    Reason.POLICY_NOT_FOUND,
                    "failed fetching KongUpstreamPolicy: KongUpstreamPolicy " + namespace + "/" + name + " not found");
            return Optional.empty();
        }
        List<Violation> violations = UpstreamPolicyRules.check(policy.get().getSpec());
        for (Violation violation : violations) {
            problems.add(ObjectKey.of(policy.get()), Reason.POLICY_REJECTED, violation.toString());
        }
        return violations.isEmpty() ? policy : Optional.empty();
    }

    /**
     * Applies a policy that keeps to its rules. Some that do are refused by the gateway all the same: the upstream stays
     * as it is then, which is a problem.
     */
    Upstream apply(KongUpstreamPolicy policy, Upstream upstream) {
        if (policy.getSpec() == null) {
            return upstream;
        }
        Upstream.Builder builder = upstream.toBuilder();
        apply(policy.getSpec(), builder);
        Upstream applied = builder.build();
        Optional<String> refusal = GatewayRules.refusal(applied);
        refusal.ifPresent(message -> problems.add(ObjectKey.of(policy), Reason.POLICY_REJECTED, message));
        return refusal.isPresent() ? upstream : applied;
    }

    private static void apply(KongUpstreamPolicySpec spec, Upstream.Builder upstream) {
        Optional.ofNullable(spec.algorithm()).flatMap(Algorithm::parse).ifPresent(upstream::algorithm);
        upstream.slots(HealthcheckTranslator.intOf(spec.slots()));
        upstream.hashOn(hashInput(spec.hashOn()));
        upstream.hashFallback(hashInput(spec.hashOnFallback()));
        upstream.healthchecks(HealthcheckTranslator.translate(spec.healthchecks()));
        KongUpstreamPolicySpec.StickySessionsSpec sticky = spec.stickySessions();
        if (sticky != null && sticky.cookie() != null) {
            upstream.stickySessions(new StickySessions(
                    sticky.cookie(),
                    Objects.requireNonNullElse(sticky.cookiePath(), StickySessions.DEFAULT_COOKIE_PATH)));
        }
    }

    private static @Nullable HashInput hashInput(@Nullable Hash hash) {
        if (hash == null) {
            return null;
        }
        if (hash.input() != null) {
            return switch (hash.input()) {
                case "ip" -> new HashInput.Ip();
                case "consumer" -> new HashInput.Consumer();
                case "path" -> new HashInput.Path();
                default -> new HashInput.None();
            };
        }
        if (hash.header() != null) {
            return new HashInput.Header(hash.header());
        }
        if (hash.cookie() != null) {
            return new HashInput.Cookie(hash.cookie(), hash.cookiePath());
        }
        if (hash.uriCapture() != null) {
            return new HashInput.UriCapture(hash.uriCapture());
        }
        return hash.queryArg() == null ? null : new HashInput.QueryArg(hash.queryArg());
    }
}
