package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.ReconcileLoop;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;

/**
 * A node that runs pods as servers on loopback addresses; see the package for what it honours.
 *
 * <p>It takes every pod without a node and those bound to its name. Its threads: the informer's, which only enqueues, one
 * that owns the pods, one for the heartbeat. The client is the caller's and stays open.
 */
public final class Node implements AutoCloseable {

    /** How often every pod is looked at without an event, lest a defect in the watch leaves one behind. */
    private static final Duration RESYNC = Duration.ofSeconds(30);

    private final ReconcileLoop<NamespacedName> pods = new ReconcileLoop<>("node-pods");
    private final ReconcileLoop<String> registration = new ReconcileLoop<>("node-registration");
    private final PodReconciler reconciler;
    private final SharedIndexInformer<Pod> informer;

    private Node(KubernetesClient client, NodeSettings settings) {
        reconciler = new PodReconciler(new ApiServerPods(client), settings, pods::enqueue);
        registration.enqueue(settings.name());
        registration.start(new NodeRegistration(client, settings));
        pods.start(reconciler);
        informer = client.pods().inAnyNamespace().inform(new Enqueue(pods), RESYNC.toMillis());
    }

    /**
     * Registers the node and begins to take pods.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException the API cannot be reached
     */
    public static Node start(KubernetesClient client, NodeSettings settings) {
        return new Node(client, settings);
    }

    /** Stops all pods' servers, within a few seconds; their objects stay as they are. */
    @Override
    public void close() {
        informer.close();
        pods.close();
        registration.close();
        reconciler.close();
    }

    private record Enqueue(ReconcileLoop<NamespacedName> loop) implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            loop.enqueue(NamespacedName.of(pod));
        }

        @Override
        public void onUpdate(Pod before, Pod now) {
            loop.enqueue(NamespacedName.of(now));
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            loop.enqueue(NamespacedName.of(pod));
        }
    }
}
