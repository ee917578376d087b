package dev.hawser.verification.cluster;

import dev.hawser.kubernetes.KongUpstreamPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The writes of statuses in a namespace since this was opened, as the API server keeps account of them. */
final class StatusHistory implements AutoCloseable {

    private static final String MANAGER = "hawser";

    /** When each object's status was written last; a write that changes nothing is none to the API server. */
    private final Map<String, String> lastWritten = new ConcurrentHashMap<>();

    private final ConcurrentLinkedQueue<String> writes = new ConcurrentLinkedQueue<>();
    private final List<Watch> watches;

    private StatusHistory(KubernetesClient client, String namespace) {
        var ingresses = client.resources(Ingress.class).inNamespace(namespace);
        var policies = client.resources(KongUpstreamPolicy.class).inNamespace(namespace);
        var ingressList = ingresses.list();
        var policyList = policies.list();
        ingressList.getItems().forEach(object -> note(object, _ -> {}));
        policyList.getItems().forEach(object -> note(object, _ -> {}));
        watches = List.of(
                ingresses
                        .withResourceVersion(ingressList.getMetadata().getResourceVersion())
                        .watch(new Recorder<>()),
                policies.withResourceVersion(policyList.getMetadata().getResourceVersion())
                        .watch(new Recorder<>()));
    }

    static StatusHistory of(KubernetesClient client, String namespace) {
        return new StatusHistory(client, namespace);
    }

    private void note(HasMetadata object, Consumer<String> written) {
        String name = object.getKind() + " " + object.getMetadata().getName();
        statusEntry(object).ifPresent(entry -> {
            String state = entry.getTime() + " " + status(object);
            if (!state.equals(lastWritten.put(name, state))) {
                written.accept(name);
            }
        });
    }

    private static Optional<ManagedFieldsEntry> statusEntry(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> "status".equals(entry.getSubresource()) && MANAGER.equals(entry.getManager()))
                .findFirst();
    }

    private static Object status(HasMetadata object) {
        return object instanceof Ingress ingress ? ingress.getStatus() : ((KongUpstreamPolicy) object).getStatus();
    }

    private final class Recorder<T extends HasMetadata> implements Watcher<T> {

        @Override
        public void eventReceived(Action action, T object) {
            if (action == Action.ADDED || action == Action.MODIFIED) {
                note(object, writes::add);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            writes.add("the watch ended: " + cause.getMessage());
        }
    }

    /** Each write, in order, by the object. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
