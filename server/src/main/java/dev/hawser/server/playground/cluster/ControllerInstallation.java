package dev.hawser.server.playground.cluster;

import dev.hawser.server.playground.api.rules.CustomKinds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the controller needs of a cluster: the custom resources, a class of Ingresses, and a service account with the roles
 * that the plain manifests give it. Of those manifests only the pods and what is in front of them are left out.
 */
public final class ControllerInstallation {

    /** The namespace of the controller's service account, and of its Lease. */
    public static final String NAMESPACE = "hawser-system";

    /** The controller's service account. */
    public static final String ACCOUNT = "hawser";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MANIFESTS = "all-in-one.yaml";
    private static final Set<String> KINDS = Set.of(
            "Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "IngressClass");

    private ControllerInstallation() {}

    /**
     * Puts everything into a cluster; what is there already takes over what is new.
     *
     * @param kubeconfig is written for the controller, which may do with it what its role says and nothing more
     * @throws ClusterException when the API server refuses something
     */
    public static void install(RealCluster cluster, KubernetesClient admin, Path kubeconfig)
            throws ClusterException, IOException {
        try {
            for (ObjectNode definition : CustomKinds.load().definitions()) {
                admin.load(new ByteArrayInputStream(definition.toString().getBytes(StandardCharsets.UTF_8)))
                        .serverSideApply();
                awaitEstablished(admin, definition.path("metadata").path("name").asString());
            }
            try (InputStream in =
                    Objects.requireNonNull(ControllerInstallation.class.getResourceAsStream(MANIFESTS), MANIFESTS)) {
                admin.load(in).items().stream()
                        .filter(object -> KINDS.contains(object.getKind()))
                        .forEach(object -> admin.resource(object).serverSideApply());
            }
        } catch (KubernetesClientException | UncheckedIOException e) {
            throw new ClusterException("controller: it cannot be installed: " + e.getMessage(), e);
        }
        cluster.writeServiceAccountKubeconfig(NAMESPACE, ACCOUNT, kubeconfig);
    }

    private static void awaitEstablished(KubernetesClient admin, String name) {
        admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name)
                .waitUntilCondition(ControllerInstallation::isEstablished, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Both the status and its conditions are missing at first. */
    private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
        return Optional.ofNullable(definition)
                .map(CustomResourceDefinition::getStatus)
                .map(CustomResourceDefinitionStatus::getConditions)
                .stream()
                .flatMap(List::stream)
                .anyMatch(
                        condition -> condition.getType().equals("Established") && "True".equals(condition.getStatus()));
    }
}
