package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.NamespacedName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;

/**
 * What the node asks of the API about pods. Every method may throw {@link
 * io.fabric8.kubernetes.client.KubernetesClientException}; the pod is then tried again.
 */
interface PodApi {

    Optional<Pod> read(NamespacedName name);

    /** Assigns the pod to a node; a pod that is gone meanwhile is left alone; fails when it has changed. */
    void bind(Pod pod, String node);

    /** Writes the status of the pod as it was read; fails when the pod has changed since. */
    void writeStatus(Pod pod, PodStatus status);

    /** Removes the object of a pod that has terminated, and never that of a younger pod of its name. */
    void remove(Pod pod);
}
