package dev.hawser.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourcesTest {

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    @Test
    void customResourcesHaveTheNamesOfTheirDefinitions() {
        assertThat(CustomResource.getCRDName(KongUpstreamPolicy.class))
                .isEqualTo("kongupstreampolicies.configuration.konghq.com");
        assertThat(CustomResource.getShortNames(KongUpstreamPolicy.class)).containsExactly("kup");
        assertThat(HasMetadata.getApiVersion(KongUpstreamPolicy.class)).isEqualTo("configuration.konghq.com/v1beta1");
        assertThat(CustomResource.getCRDName(IngressClassParameters.class))
                .isEqualTo("ingressclassparameterses.configuration.konghq.com");
        assertThat(HasMetadata.getApiVersion(IngressClassParameters.class))
                .isEqualTo("configuration.konghq.com/v1alpha1");
    }

    @Test
    void aStatusIsWrittenWithoutWhatIsLeftOut() {
        KongUpstreamPolicy policy = new KongUpstreamPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withNamespace("default")
                .withName("sticky")
                .build());
        policy.setStatus(new KongUpstreamPolicyStatus(List.of(new KongUpstreamPolicyStatus.Ancestor(
                new KongUpstreamPolicyStatus.AncestorRef("core", "Service", "default", "shop", null, null),
                "konghq.com/kic-gateway-controller",
                List.of()))));

        String json = JSON.asJson(policy);

        assertThat(json)
                .contains("\"ancestorRef\":{\"group\":\"core\",\"kind\":\"Service\"")
                .doesNotContain("null");
        assertThat(JSON.unmarshal(json, KongUpstreamPolicy.class)).isEqualTo(policy);
    }

    @Test
    void unknownFieldsOfNewerDefinitionsAreReadOver() {
        KongUpstreamPolicy policy = JSON.unmarshal(
                "{\"apiVersion\":\"configuration.konghq.com/v1beta1\",\"kind\":\"KongUpstreamPolicy\","
                        + "\"spec\":{\"algorithm\":\"latency\",\"news\":{\"a\":1}}}",
                KongUpstreamPolicy.class);

        assertThat(policy.getSpec().algorithm()).isEqualTo("latency");
    }
}
