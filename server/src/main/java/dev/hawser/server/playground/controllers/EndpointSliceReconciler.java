package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.Next;
import dev.hawser.server.playground.reconcile.Reconciler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Keeps the slices of each Service that has a selector. Slices that someone else made for a Service are left alone. Runs
 * on its loop; the key is the Service.
 */
final class EndpointSliceReconciler implements Reconciler<NamespacedName> {

    private final KubernetesClient client;
    private final RandomGenerator random;

    EndpointSliceReconciler(KubernetesClient client, RandomGenerator random) {
        this.client = client;
        this.random = random;
    }

    @Override
    public Next reconcile(NamespacedName name) {
        Service service = client.services()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        List<EndpointSlice> existing = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(name.namespace())
                .withLabels(Map.of(SlicePlan.SERVICE_LABEL, name.name(), SlicePlan.MANAGER_LABEL, SlicePlan.MANAGER))
                .list()
                .getItems();
        if (service == null || service.getMetadata().getDeletionTimestamp() != null || !hasSelector(service)) {
            existing.forEach(this::delete);
            return Next.onEvent();
        }
        List<Pod> pods = client.pods()
                .inNamespace(name.namespace())
                .withLabels(service.getSpec().getSelector())
                .list()
                .getItems();
        SlicePlan plan =
                SlicePlan.of(service, ServiceEndpoints.of(service, pods), existing, () -> NameSuffix.random(random));
        // Additions come first, so that no watcher sees an endpoint gone that only moves.
        plan.create().forEach(slice -> client.resource(slice).create());
        plan.update().forEach(slice -> client.resource(slice).update());
        plan.delete().forEach(this::delete);
        return Next.onEvent();
    }

    private void delete(EndpointSlice slice) {
        client.resource(slice).delete();
    }

    /** Whether this controller makes the slices of the Service. */
    static boolean hasSelector(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    static boolean selects(Service service, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return hasSelector(service)
                && labels != null
                && labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
    }
}
