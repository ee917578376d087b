package dev.hawser.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectChangeTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private static HasMetadata object(String kind, String metadata, String rest) {
        Class<? extends HasMetadata> type = switch (kind) {
            case "Ingress" -> Ingress.class;
            case "Service" -> Service.class;
            case "KongUpstreamPolicy" -> KongUpstreamPolicy.class;
            default -> Secret.class;
        };
        return YAML.unmarshal(
                "kind: %s%nmetadata: {name: a, namespace: b, %s}%n%s%n".formatted(kind, metadata, rest), type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ingress | resourceVersion: '1' | status: {} | resourceVersion: '2' | status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}} | true",
                "Ingress | generation: 1 | spec: {ingressClassName: a} | generation: 2 | spec: {ingressClassName: b} | false",
                "Ingress | labels: {a: b} | spec: {} | labels: {a: c} | spec: {} | false",
                "Service | managedFields: [{manager: a}] | spec: {type: ClusterIP} | managedFields: [{manager: b}] | spec: {type: ClusterIP} | true",
                "Service | uid: a | spec: {type: ClusterIP} | uid: a | spec: {type: NodePort} | false",
                "Service | uid: a | spec: {type: ClusterIP} | uid: b | spec: {type: ClusterIP} | false",
                "KongUpstreamPolicy | resourceVersion: '1' | spec: {slots: 10} | resourceVersion: '2' | spec: {slots: 10} | true",
                "KongUpstreamPolicy | resourceVersion: '1' | spec: {slots: 10} | resourceVersion: '2' | spec: {slots: 11} | false",
                "KongUpstreamPolicy | annotations: {a: b} | spec: {slots: 10} | resourceVersion: '2' | spec: {slots: 10} | false",
                "Secret | resourceVersion: '1' | type: a | resourceVersion: '2' | type: a | false",
            })
    void isOfStatusOnlyWhenWhatIsAskedForIsTheSame(
            String kind, String metadata, String rest, String metadataAfter, String restAfter, boolean expected) {
        HasMetadata before = object(kind, metadata, rest);
        HasMetadata after = object(kind, metadataAfter, restAfter);
        assertThat(ObjectChange.isOfStatusOnly(before, after)).isEqualTo(expected);
    }
}
