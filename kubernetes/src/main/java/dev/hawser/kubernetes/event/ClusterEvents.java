package dev.hawser.kubernetes.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;

/**
 * The events in the API server, over a client: those of the core group, which Kong Ingress Controller writes too.
 *
 * @param client does not repeat what failed, and waits no longer than a leader has
 */
record ClusterEvents(KubernetesClient client) implements EventApi {

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("hawser")
            .build();

    static ClusterEvents of(KubernetesClient client, Duration timeout) {
        return new ClusterEvents(client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout((int) timeout.toMillis())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class));
    }

    @Override
    public void create(Event event) {
        client.v1()
                .events()
                .inNamespace(event.getMetadata().getNamespace())
                .resource(event)
                .create();
    }

    /** By an object with nothing but its name: for a name alone the client reads the object first, which no role allows. */
    @Override
    public Event patch(String namespace, String name, Map<String, Object> fields) {
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
        return client.v1()
                .events()
                .inNamespace(namespace)
                .resource(event)
                .patch(MERGE, client.getKubernetesSerialization().asJson(fields));
    }
}
