package dev.hawser.verification.cluster;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When the API server said of each pod of a namespace that its endpoint is terminating. */
final class TerminatingEndpoints implements AutoCloseable, ResourceEventHandler<EndpointSlice> {

    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final SharedIndexInformer<EndpointSlice> informer;

    private TerminatingEndpoints(KubernetesClient client, String namespace) {
        informer =
                client.discovery().v1().endpointSlices().inNamespace(namespace).inform(this);
    }

    static TerminatingEndpoints watch(KubernetesClient client, String namespace) {
        return new TerminatingEndpoints(client, namespace);
    }

    /** By pod, in nanoseconds of {@link System#nanoTime()}. */
    Map<String, Long> since() {
        return Map.copyOf(since);
    }

    Optional<Long> sinceOf(String pod) {
        return Optional.ofNullable(since.get(pod));
    }

    @Override
    public void onAdd(EndpointSlice slice) {
        note(slice);
    }

    @Override
    public void onUpdate(EndpointSlice before, EndpointSlice slice) {
        note(slice);
    }

    @Override
    public void onDelete(EndpointSlice slice, boolean finalStateUnknown) {
        // Nothing terminates by this.
    }

    private void note(EndpointSlice slice) {
        long now = System.nanoTime();
        slice.getEndpoints().stream()
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getTerminating()))
                .forEach(endpoint -> since.putIfAbsent(endpoint.getTargetRef().getName(), now));
    }

    @Override
    public void close() {
        informer.close();
    }
}
