package dev.hawser.server.playground;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manifests that a playground starts with. */
final class InitialManifests {

    /** What {@code kubectl apply} compares with; without it the first apply of the same manifests would warn. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(InitialManifests.class);

    private final KubernetesClient client;

    InitialManifests(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Creates the objects of some texts, and returns when the pods of their Deployments are ready. An object that is
     * there already takes over what its manifest says; a CustomResourceDefinition is passed over, since the API has
     * its own ones.
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
        if (object.getKind().equals("CustomResourceDefinition")) {
            log.atInfo()
                    .addKeyValue("manifest", source)
                    .addKeyValue("object", name)
                    .log("Definition is passed over");
            return;
        }
        try {
            noteApplied(object);
            createOrPatch(object);
        } catch (KubernetesClientException e) {
            String reason =
                    e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            throw new PlaygroundException(source + ": " + name + ": " + reason, e);
        }
    }

    private void noteApplied(HasMetadata object) {
        Map<String, String> annotations = new HashMap<>();
        if (object.getMetadata().getAnnotations() != null) {
            annotations.putAll(object.getMetadata().getAnnotations());
        }
        annotations.remove(LAST_APPLIED);
        object.getMetadata().setAnnotations(annotations);
        Map<String, String> noted = new HashMap<>(annotations);
        noted.put(LAST_APPLIED, client.getKubernetesSerialization().asJson(object));
        object.getMetadata().setAnnotations(noted);
    }

    private void createOrPatch(HasMetadata object) {
        try {
            client.resource(object).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            client.resource(object)
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            client.getKubernetesSerialization().asJson(object));
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
