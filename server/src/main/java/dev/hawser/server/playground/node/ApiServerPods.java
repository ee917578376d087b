package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.ApiFailure;
import dev.hawser.server.playground.reconcile.NamespacedName;
import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Pods of a real API server. Every method blocks for the length of a call. */
final class ApiServerPods implements PodApi {

    private final KubernetesClient client;

    ApiServerPods(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Pod> read(NamespacedName name) {
        return Optional.ofNullable(client.pods()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get());
    }

    /** An API server that does not serve the subresource {@code binding} is asked to store {@code spec.nodeName} instead. */
    @Override
    public void bind(Pod pod, String node) {
        try {
            client.raw(path(pod) + "/binding", "POST", binding(pod, node));
        } catch (KubernetesClientException e) {
            if (ApiFailure.isNotFound(e) || e.getCode() == HttpURLConnection.HTTP_BAD_METHOD) {
                assign(pod, node);
            } else {
                throw e;
            }
        }
    }

    private static Binding binding(Pod pod, String node) {
        return new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build();
    }

    private void assign(Pod pod, String node) {
        Pod assigned =
                new PodBuilder(pod).editSpec().withNodeName(node).endSpec().build();
        try {
            client.pods().resource(assigned).update();
        } catch (KubernetesClientException e) {
            if (!ApiFailure.isNotFound(e)) {
                throw e;
            }
        }
    }

    @Override
    public void writeStatus(Pod pod, PodStatus status) {
        client.pods().resource(new PodBuilder(pod).withStatus(status).build()).updateStatus();
    }

    @Override
    public void remove(Pod pod) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(path(pod), "DELETE", options);
        } catch (KubernetesClientException e) {
            if (!ApiFailure.isNotFound(e) && !ApiFailure.isConflict(e)) {
                throw e;
            }
        }
    }

    private static String path(Pod pod) {
        return "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                + pod.getMetadata().getName();
    }
}
