package dev.hawser.kubernetes.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

    private static final ManifestReader READER = new ManifestReader();

    private static Manifests read(String text) {
        return READER.read("m.yaml", text);
    }

    @Test
    void severalDocumentsAreReadAndOtherKindsAreSkipped() {
        Manifests manifests = read("""
                # only a comment
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec: {whatever: true}
                --- # the next one
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec: {ports: [{port: 80}]}
                ---
                """);

        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.skipped()).containsExactly(new ObjectKey("Deployment", "default", "shop"));
        assertThat(manifests.objects()).map(ObjectKey::of).containsExactly(new ObjectKey("Service", "default", "shop"));
    }

    @Test
    void jsonAndListsAreRead() {
        Manifests manifests = read("""
                {"apiVersion": "v1", "kind": "List", "items": [
                \t{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "namespace": "ignored"}},
                \t{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "shop"},
                \t "spec": {"ports": [{"port": 80, "targetPort": "http"}]}}
                ]}
                """);

        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.objects())
                .map(ObjectKey::of)
                .containsExactly(new ObjectKey("Namespace", "", "shop"), new ObjectKey("Service", "shop", "a"));
    }

    @Test
    void whatAnApiServerFillsInIsFilledIn() {
        Manifests manifests = read("""
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec: {ports: [{port: 80}]}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: cert}
                data: {kept: YQ==}
                stringData: {tls.key: secret}
                ---
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: sticky}
                spec: {algorithm: sticky-sessions, stickySessions: {cookie: c}}
                """);

        assertThat(manifests.errors()).isEmpty();
        var snapshot = manifests.checked().snapshot();
        ServicePort port = snapshot.find(ResourceKind.SERVICE, "default", "shop")
                .orElseThrow()
                .getSpec()
                .getPorts()
                .getFirst();
        assertThat(port.getProtocol()).isEqualTo("TCP");
        assertThat(port.getTargetPort().getIntVal()).isEqualTo(80);
        Secret secret = snapshot.find(ResourceKind.SECRET, "default", "cert").orElseThrow();
        assertThat(secret.getData()).isEqualTo(Map.of("kept", "YQ==", "tls.key", "c2VjcmV0"));
        assertThat(snapshot.find(ResourceKind.KONG_UPSTREAM_POLICY, "default", "sticky")
                        .orElseThrow()
                        .getSpec())
                .extracting(KongUpstreamPolicySpec::stickySessions)
                .isEqualTo(new KongUpstreamPolicySpec.StickySessionsSpec("c", "/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec: {ports: [{port: 80}], selektor: {a: b}} | m.yaml:4: Service default/shop: spec.selektor: unknown field "spec.selektor"
            spec: {ports: [{port: eighty}]}               | m.yaml:4: Service default/shop: spec.ports[0].port: "eighty" (expected: an integer)
            spec: {ports: [{port: 3000000000}]}           | m.yaml:4: Service default/shop: spec.ports[0].port: 3000000000 (expected: an integer)
            spec: {ports: {port: 80}}                     | m.yaml:4: Service default/shop: spec.ports: a map (expected: a list)
            spec: {ports: [null]}                         | m.yaml:4: Service default/shop: spec.ports[0]: null (expected: a value)
            spec: []                                      | m.yaml:4: Service default/shop: spec: a list (expected: an object)
            spec: {ports: [{port: 80, targetPort: 1.5}]}  | m.yaml:4: Service default/shop: spec.ports[0].targetPort: 1.5 (expected: an integer or a string)
            spec: {publishNotReadyAddresses: 1}           | m.yaml:4: Service default/shop: spec.publishNotReadyAddresses: 1 (expected: true or false)
            """)
    void whatDoesNotFitTheKindIsLocated(String line, String error) {
        Manifests manifests = read("""
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                """ + line);

        assertThat(manifests.errors()).map(ManifestError::toString).containsExactly(error);
        assertThat(manifests.objects()).isEmpty();
    }

    @Test
    void anAnnotationThatIsNoTextIsLocatedByItsLine() {
        Manifests manifests = read("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: shop
                  annotations:
                    konghq.com/strip-path: true
                """);

        assertThat(manifests.errors())
                .map(ManifestError::toString)
                .containsExactly("m.yaml:6: Ingress default/shop: metadata.annotations[konghq.com/strip-path]:"
                        + " true (expected: a string)");
    }

    @Test
    void aDocumentThatCannotBeReadDoesNotSpoilTheOthers() {
        Manifests manifests = read("""
                apiVersion: v1
                kind: [
                ---
                kind: Service
                ---
                apiVersion: v1
                kind: Service
                kind: Service
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: shop}
                spec: {ports: [{port: 80}]}
                """);

        assertThat(manifests.errors()).extracting(ManifestError::document).containsExactly(1, 2, 3);
        assertThat(manifests.errors()).extracting(ManifestError::line).containsExactly(3, 4, 8);
        assertThat(manifests.errors().get(1).message()).isEqualTo("not set (expected: a string)");
        assertThat(manifests.errors().get(2).message()).isEqualTo("key \"kind\" already set in map");
        assertThat(manifests.objects()).hasSize(1);
    }

    @Test
    void anotherVersionOfOurKindsIsAnErrorAndAKindOfAnotherGroupIsSkipped() {
        Manifests manifests = read("""
                apiVersion: extensions/v1beta1
                kind: Ingress
                metadata: {name: old}
                ---
                apiVersion: serving.knative.dev/v1
                kind: Service
                metadata: {name: other}
                """);

        assertThat(manifests.errors())
                .map(ManifestError::toString)
                .containsExactly("m.yaml:1: Ingress default/old: apiVersion: \"extensions/v1beta1\""
                        + " (expected: networking.k8s.io/v1)");
        assertThat(manifests.skipped()).containsExactly(new ObjectKey("Service", "default", "other"));
    }

    @Test
    void dataOfSecretsIsNeverShown() {
        Manifests manifests = read("""
                apiVersion: v1
                kind: Secret
                metadata: {name: cert}
                data: {tls.key: 12345678}
                """);

        assertThat(manifests.errors())
                .singleElement()
                .asString()
                .contains("data[tls.key]")
                .doesNotContain("12345678");
    }

    @Test
    void objectsThatAnApiServerWouldRefuseAreTakenOutByChecking() {
        Manifests manifests = read("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop}
                spec:
                  rules:
                    - http:
                        paths:
                          - path: /
                            backend: {service: {name: shop, port: {number: 80}}}
                ---
                apiVersion: configuration.konghq.com/v1beta1
                kind: KongUpstreamPolicy
                metadata: {name: sticky}
                spec:
                  stickySessions:
                    cookie: ""
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: kept}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: kept}
                """);

        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.objects()).hasSize(4);
        assertThat(manifests.checked().errors())
                .map(ManifestError::toString)
                .containsExactly(
                        "m.yaml:8: Ingress default/shop: spec.rules[0].http.paths[0].pathType: Required value:"
                                + " pathType must be specified",
                        "m.yaml:15: KongUpstreamPolicy default/sticky: spec.algorithm: spec.algorithm must be set to"
                                + " 'sticky-sessions' when spec.stickySessions is set.",
                        "m.yaml:16: KongUpstreamPolicy default/sticky: spec.stickySessions.cookie: Invalid value: \"\":"
                                + " spec.stickySessions.cookie in body should be at least 1 chars long",
                        "m.yaml:22: Namespace kept: already defined at m.yaml:18");
        assertThat(manifests.checked().objects())
                .map(ObjectKey::of)
                .containsExactly(new ObjectKey("Namespace", "", "kept"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &a [x]\nb: &b [*a, *a]\nc: &c {k: *b}",
                "&a [*a]",
                "? [a]\n: b",
                "apiVersion: v1\nkind: Service\nmetadata: [",
                "\u0000",
                "- - - -",
                "apiVersion: 0xFFFFFFFFFFFFFFFFFF\nkind: .inf",
                "just a text"
            })
    void whateverTheTextItYieldsAnErrorAndNoException(String text) {
        assertThat(read(text).errors()).isNotEmpty();
    }
}
