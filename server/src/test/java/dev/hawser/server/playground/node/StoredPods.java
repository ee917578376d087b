package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.NamespacedName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An API that keeps pods in memory and remembers the last status of each, also of those that were removed. */
final class StoredPods implements PodApi {

    private final Map<NamespacedName, Pod> pods = new HashMap<>();
    private final Map<NamespacedName, PodStatus> statuses = new HashMap<>();
    private int statusWrites;

    void put(Pod pod) {
        pods.put(NamespacedName.of(pod), pod);
    }

    void change(NamespacedName name, UnaryOperator<PodBuilder> change) {
        pods.computeIfPresent(
                name, (key, pod) -> change.apply(new PodBuilder(pod)).build());
    }

    void vanish(NamespacedName name) {
        pods.remove(name);
    }

    @Nullable
    Pod pod(NamespacedName name) {
        return pods.get(name);
    }

    @Nullable
    PodStatus lastStatus(NamespacedName name) {
        return statuses.get(name);
    }

    int statusWrites() {
        return statusWrites;
    }

    @Override
    public Optional<Pod> read(NamespacedName name) {
        return Optional.ofNullable(pods.get(name));
    }

    @Override
    public void bind(Pod pod, String node) {
        change(
                NamespacedName.of(pod),
                builder -> builder.editSpec().withNodeName(node).endSpec());
    }

    @Override
    public void writeStatus(Pod pod, PodStatus status) {
        statusWrites++;
        statuses.put(NamespacedName.of(pod), status);
        change(NamespacedName.of(pod), builder -> builder.withStatus(status));
    }

    @Override
    public void remove(Pod pod) {
        Pod present = pods.get(NamespacedName.of(pod));
        if (present != null
                && present.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            pods.remove(NamespacedName.of(pod));
        }
    }
}
