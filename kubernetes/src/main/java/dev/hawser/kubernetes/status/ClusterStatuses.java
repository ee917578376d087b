package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statuses in the API server, over a client.
 *
 * <p>They are patched with a merge patch that names the resource version, not applied: the ancestors of a policy are a list
 * that server-side apply would take as one value, so that the entries of another controller could only be kept by reading
 * them first; and what was read must not have changed when it is written.
 *
 * @param client does not repeat what failed, and waits no longer than a leader has
 */
record ClusterStatuses(KubernetesClient client) implements StatusApi {

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("hawser")
            .build();

    static ClusterStatuses of(KubernetesClient client, Duration timeout) {
        return new ClusterStatuses(client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout((int) timeout.toMillis())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class));
    }

    @Override
    public @Nullable HasMetadata read(ObjectKey key) {
        return resource(key).get();
    }

    @Override
    public HasMetadata patch(ObjectKey key, String resourceVersion, Map<String, Object> status) {
        Map<String, Object> patch = Map.of("metadata", Map.of("resourceVersion", resourceVersion), "status", status);
        return resource(key)
                .subresource("status")
                .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
    }

    private Resource<? extends HasMetadata> resource(ObjectKey key) {
        if (key.kind().equals(ResourceKind.INGRESS.name())) {
            return client.resources(Ingress.class).inNamespace(key.namespace()).withName(key.name());
        }
        if (key.kind().equals(ResourceKind.KONG_UPSTREAM_POLICY.name())) {
            return client.resources(KongUpstreamPolicy.class)
                    .inNamespace(key.namespace())
                    .withName(key.name());
        }
        throw new IllegalArgumentException("kind: " + key.kind() + " (expected: one with a status that is ours)");
    }
}
