package dev.hawser.server.playground;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifests that a playground starts with. */
final class InitialManifests {

    /** What {@code kubectl apply} compares with; without it the first apply of the same manifests would warn. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KubernetesClient client;

    InitialManifests(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Creates the objects of some texts, and returns when the pods of their Deployments are ready.
     *
     * @param texts manifests by the names that messages call them by
     * @throws PlaygroundException when the API refuses an object, or a Deployment is not ready after a minute
     */
    void create(Map<String, String> texts) throws PlaygroundException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            List<HasMetadata> objects = parse(text.getKey(), text.getValue());
            for (HasMetadata object : objects) {
                create(text.getKey(), object);
            }
        }
        for (Deployment deployment :
                client.apps().deployments().inAnyNamespace().list().getItems()) {
            awaitReady(deployment);
        }
    }

    private List<HasMetadata> parse(String source, String text) throws PlaygroundException {
        try {
            return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (RuntimeException e) {
            throw new PlaygroundException(source + ": no manifests (expected: Kubernetes objects in YAML or JSON)", e);
        }
    }

    private void create(String source, HasMetadata object) throws PlaygroundException {
        String name = object.getKind() + " " + object.getMetadata().getName();
        try {
            String applied = client.getKubernetesSerialization().asJson(object);
            Map<String, String> annotations = object.getMetadata().getAnnotations();
            object.getMetadata()
                    .setAnnotations(Stream.concat(
                                    annotations == null ? Stream.of() : annotations.entrySet().stream(),
                                    Map.of(LAST_APPLIED, applied).entrySet().stream())
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            client.resource(object).create();
        } catch (KubernetesClientException e) {
            String reason =
                    e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            throw new PlaygroundException(source + ": " + name + ": " + reason, e);
        }
    }

    private void awaitReady(Deployment deployment) throws PlaygroundException {
        try {
            client.resource(deployment)
                    .waitUntilCondition(InitialManifests::isReady, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (KubernetesClientException e) {
            throw new PlaygroundException(
                    "Deployment " + deployment.getMetadata().getName() + ": not ready after " + PATIENCE.toSeconds()
                            + " seconds (expected: " + deployment.getSpec().getReplicas() + " ready pods)",
                    e);
        }
    }

    private static boolean isReady(Deployment deployment) {
        Integer ready = deployment == null || deployment.getStatus() == null
                ? null
                : deployment.getStatus().getReadyReplicas();
        return deployment != null
                && (ready == null ? 0 : ready) >= deployment.getSpec().getReplicas();
    }
}
