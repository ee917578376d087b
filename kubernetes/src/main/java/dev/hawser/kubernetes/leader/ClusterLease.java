package dev.hawser.kubernetes.leader;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The Lease in the API server.
 *
 * @param client does not repeat what failed, and waits no longer than a leader has
 */
record ClusterLease(KubernetesClient client, String namespace, String id) implements LeaseStore {

    static ClusterLease of(KubernetesClient client, LeaderElectionSettings settings, String namespace) {
        KubernetesClient impatient = client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout((int) settings.writeTimeout().toMillis())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class);
        return new ClusterLease(impatient, namespace, settings.electionId());
    }

    @Override
    public @Nullable Lease read() {
        return resource().get();
    }

    @Override
    public Lease create(Lease lease) {
        return client.leases().inNamespace(namespace).resource(named(lease)).create();
    }

    @Override
    public Lease replace(Lease lease) {
        return client.leases().inNamespace(namespace).resource(named(lease)).update();
    }

    private Lease named(Lease lease) {
        ObjectMeta metadata = lease.getMetadata() == null ? new ObjectMeta() : lease.getMetadata();
        return new LeaseBuilder(lease)
                .withMetadata(metadata)
                .editMetadata()
                .withName(id)
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    private Resource<Lease> resource() {
        return client.leases().inNamespace(namespace).withName(id);
    }

    @Override
    public String name() {
        return namespace + "/" + id;
    }
}
