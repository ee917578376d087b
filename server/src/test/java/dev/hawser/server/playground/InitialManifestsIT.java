package dev.hawser.server.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.server.playground.api.EmbeddedApi;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests as people have them, against the embedded API. */
class InitialManifestsIT {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private EmbeddedApi api;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        api = EmbeddedApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(api.uri().toString())
                        .withNamespace("default")
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    private void create(String text) throws PlaygroundException {
        new InitialManifests(client).create(Map.of("in.yaml", text));
    }

    @Test
    void anObjectThatWasAppliedBeforeIsTaken() throws PlaygroundException {
        create("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"old": true}'
                data: {key: value}
                """);

        ConfigMap created = client.configMaps().withName("settings").get();
        assertThat(created.getData()).containsEntry("key", "value");
        assertThat(created.getMetadata().getAnnotations().get(LAST_APPLIED))
                .contains("\"key\":\"value\"")
                .doesNotContain("old");
    }

    @Test
    void objectsThatAreThereTakeOverWhatTheManifestSays() throws PlaygroundException {
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: default, labels: {team: shop}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: kong, labels: {team: shop}}
                spec: {controller: ingress-controllers.konghq.com/kong}
                """);

        assertThat(client.namespaces().withName("default").get().getMetadata().getLabels())
                .containsEntry("team", "shop");
        assertThat(client.network()
                        .v1()
                        .ingressClasses()
                        .withName("kong")
                        .get()
                        .getMetadata()
                        .getLabels())
                .containsEntry("team", "shop");
    }

    @Test
    void definitionsArePassedOverAndWhatFollowsIsCreated() throws PlaygroundException {
        create("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: kongupstreampolicies.configuration.konghq.com}
                spec: {group: configuration.konghq.com}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                """);

        assertThat(client.configMaps().withName("settings").get()).isNotNull();
    }

    @Test
    void aRefusedObjectIsNamed() {
        assertThatThrownBy(() -> create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: NOT_A_NAME}
                """))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageStartingWith("in.yaml: ConfigMap NOT_A_NAME: ");
    }
}
