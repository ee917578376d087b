package dev.hawser.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cases of Kong Ingress Controller's {@code kongupstreampolicy_test.go} on finding a policy. */
class UpstreamPolicyTranslatorTest {

    private final Problems problems = new Problems();
    private final KongUpstreamPolicy policy = policy("sticky");
    private final UpstreamPolicyTranslator translator =
            new UpstreamPolicyTranslator(ResourceSnapshot.of(List.of(policy, policy("other"))), problems);

    private static KongUpstreamPolicy policy(String name) {
        KongUpstreamPolicy policy = new KongUpstreamPolicy();
        policy.setMetadata(
                new ObjectMetaBuilder().withNamespace("default").withName(name).build());
        return policy;
    }

    private static Service service(String name, Map<String, String> annotations) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }

    private static Service asking(String name, String policy) {
        return service(name, Map.of("konghq.com/upstream-policy", policy));
    }

    @Test
    void noServicesHaveNoPolicy() {
        assertThat(translator.policyOf(List.of())).isEmpty();
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void servicesThatAskForNoneHaveNone() {
        assertThat(translator.policyOf(List.of(service("a", Map.of()), service("b", Map.of()))))
                .isEmpty();
        assertThat(problems.sorted()).isEmpty();
    }

    @Test
    void servicesThatAskForTheSameHaveIt() {
        assertThat(translator.policyOf(List.of(asking("a", "sticky"), asking("b", "sticky"))))
                .containsSame(policy);
    }

    @Test
    void servicesThatAskForDifferentOnesHaveNone() {
        assertThat(translator.policyOf(List.of(asking("b", "sticky"), asking("a", "other"))))
                .isEmpty();
        assertThat(problems.sorted()).containsExactly(conflict("a"), conflict("b"));
    }

    @Test
    void aServiceThatAsksForNoneDisagreesWithOneThatDoes() {
        assertThat(translator.policyOf(List.of(asking("a", "sticky"), service("b", Map.of()))))
                .isEmpty();
        assertThat(problems.sorted()).containsExactly(conflict("a"), conflict("b"));
    }

    @Test
    void aMissingPolicyIsAProblemOfItsService() {
        assertThat(translator.policyOf(List.of(asking("a", "policy")))).isEmpty();
        assertThat(problems.sorted())
                .containsExactly(new Problem(
                        new ObjectKey("Service", "default", "a"),
                        Problem.Reason.POLICY_NOT_FOUND,
                        "failed fetching KongUpstreamPolicy: KongUpstreamPolicy default/policy not found"));
    }

    private static Problem conflict(String service) {
        return new Problem(
                new ObjectKey("Service", "default", service),
                Problem.Reason.POLICY_CONFLICT,
                "inconsistent KongUpstreamPolicy configuration for services default/a, default/b");
    }
}
