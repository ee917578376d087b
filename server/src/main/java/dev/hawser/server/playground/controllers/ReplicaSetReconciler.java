package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.reconcile.ApiFailure;
import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.Next;
import dev.hawser.server.playground.reconcile.Reconciler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a ReplicaSet as many pods as its spec says. Pods that terminate or have finished do not count, so they are
 * replaced at once. Runs on its loop.
 */
final class ReplicaSetReconciler implements Reconciler<NamespacedName> {

    private static final Logger log = LoggerFactory.getLogger(ReplicaSetReconciler.class);

    private final KubernetesClient client;
    private final InstantSource clock;
    private final RandomGenerator random;

    ReplicaSetReconciler(KubernetesClient client, InstantSource clock, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Next reconcile(NamespacedName name) {
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        if (set == null) {
            return Next.onEvent();
        }
        List<Pod> owned = owned(set);
        List<Pod> active = owned.stream().filter(PodState::isActive).toList();
        if (set.getMetadata().getDeletionTimestamp() == null) {
            scale(set, active);
        }
        Instant now = clock.instant();
        writeStatus(set, status(set, owned, active, now));
        return untilNextAvailable(set, active, now);
    }

    private List<Pod> owned(ReplicaSet set) {
        Map<String, String> labels = set.getSpec().getSelector().getMatchLabels();
        return client
                .pods()
                .inNamespace(set.getMetadata().getNamespace())
                .withLabels(labels == null ? Map.of() : labels)
                .list()
                .getItems()
                .stream()
                .filter(pod -> Ownership.controls(set, pod))
                .toList();
    }

    private void scale(ReplicaSet set, List<Pod> active) {
        int missing = ReplicaSetHistory.replicas(set) - active.size();
        for (int i = 0; i < missing; i++) {
            create(set);
        }
        for (Pod pod : ScaleDownOrder.firstToGo(active, Math.max(0, -missing))) {
            client.pods().resource(pod).delete();
            log.atDebug()
                    .addKeyValue("pod", NamespacedName.of(pod))
                    .addKeyValue("replicaSet", set.getMetadata().getName())
                    .log("Pod is deleted");
        }
    }

    private void create(ReplicaSet set) {
        while (true) {
            try {
                client.pods().resource(compose(set)).create();
                return;
            } catch (KubernetesClientException e) {
                if (!ApiFailure.isConflict(e)) {
                    throw e;
                }
                // The random name is taken; another one will not be.
            }
        }
    }

    private Pod compose(ReplicaSet set) {
        String prefix = set.getMetadata().getName() + '-';
        return new PodBuilder()
                .withNewMetadataLike(set.getSpec().getTemplate().getMetadata())
                .withName(prefix + NameSuffix.random(random))
                .withGenerateName(prefix)
                .withNamespace(set.getMetadata().getNamespace())
                .withOwnerReferences(Ownership.referenceTo(set))
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec())
                .build();
    }

    private static Duration minReady(ReplicaSet set) {
        Integer seconds = set.getSpec().getMinReadySeconds();
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }

    private static ReplicaSetStatus status(ReplicaSet set, List<Pod> owned, List<Pod> active, Instant now) {
        ReplicaSetStatus before = set.getStatus() == null ? new ReplicaSetStatus() : set.getStatus();
        Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
        long available = active.stream()
                .flatMap(pod -> PodState.untilAvailable(pod, minReady(set), now).stream())
                .filter(left -> !left.isPositive())
                .count();
        return new ReplicaSetStatusBuilder(before)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(active.size())
                .withFullyLabeledReplicas((int) active.stream()
                        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                        .count())
                .withReadyReplicas(
                        (int) active.stream().filter(PodState::isReady).count())
                .withAvailableReplicas((int) available)
                .withTerminatingReplicas((int) owned.stream()
                        .filter(pod -> PodState.isTerminating(pod) && !PodState.isFinished(pod))
                        .count())
                .build();
    }

    private void writeStatus(ReplicaSet set, ReplicaSetStatus status) {
        if (!status.equals(set.getStatus())) {
            client.apps()
                    .replicaSets()
                    .resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
    }

    /** Time alone makes a ready pod available, which no event tells. */
    private static Next untilNextAvailable(ReplicaSet set, List<Pod> active, Instant now) {
        return active.stream()
                .flatMap(pod -> PodState.untilAvailable(pod, minReady(set), now).stream())
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .map(Next::after)
                .orElse(Next.onEvent());
    }
}
