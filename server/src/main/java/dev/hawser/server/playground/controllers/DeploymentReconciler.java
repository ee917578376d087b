package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.controllers.DeploymentStatusComposer.Newest;
import dev.hawser.server.playground.controllers.RollingUpdate.Generation;
import dev.hawser.server.playground.controllers.RollingUpdate.Scaling;
import dev.hawser.server.playground.reconcile.ApiFailure;
import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.Next;
import dev.hawser.server.playground.reconcile.Reconciler;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the ReplicaSets of a Deployment to what its spec says, one step for each reconciliation: every step changes a
 * ReplicaSet, whose event brings the next. Runs on its loop.
 */
final class DeploymentReconciler implements Reconciler<NamespacedName> {

    private static final Logger log = LoggerFactory.getLogger(DeploymentReconciler.class);
    private static final int DEFAULT_HISTORY = 10;

    /** A Recreate rollout waits for pods to be gone, and this often it looks without being told. */
    private static final Duration RECREATE_CHECK = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final InstantSource clock;

    DeploymentReconciler(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * What a step did.
     *
     * @param deployment as it is to be gone on with
     */
    private record Step(Deployment deployment, Newest newest, Next next) {
        static Step kept(Deployment deployment, Next next) {
            return new Step(deployment, Newest.KEPT, next);
        }
    }

    @Override
    public Next reconcile(NamespacedName name) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        if (deployment == null || deployment.getMetadata().getDeletionTimestamp() != null) {
            return Next.onEvent();
        }
        ReplicaSetHistory history = ReplicaSetHistory.of(deployment, owned(deployment));
        RolloutLimits limits = RolloutLimits.of(deployment.getSpec());
        Step step = step(deployment, history, limits);
        Deployment revised = writeRevision(step.deployment(), history);
        DeploymentStatus status = DeploymentStatusComposer.compose(revised, limits, history, step.newest(), now());
        if (!status.equals(revised.getStatus())) {
            client.apps()
                    .deployments()
                    .resource(new DeploymentBuilder(revised).withStatus(status).build())
                    .updateStatus();
        }
        forgetOldReplicaSets(deployment, history);
        if (step.next() instanceof Next.After) {
            return step.next();
        }
        return DeploymentStatusComposer.untilDeadline(revised, status, now())
                .map(Next::after)
                .orElse(Next.onEvent());
    }

    private List<ReplicaSet> owned(Deployment deployment) {
        return client
                .apps()
                .replicaSets()
                .inNamespace(deployment.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(set -> Ownership.controls(deployment, set))
                .toList();
    }

    private Step step(Deployment deployment, ReplicaSetHistory history, RolloutLimits limits) {
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            scalePaused(history, limits);
            return Step.kept(deployment, Next.onEvent());
        }
        if (isRecreate(deployment)) {
            history.old().forEach(set -> scale(set, 0));
            if (podsAreLeft(history.old())) {
                return Step.kept(deployment, Next.after(RECREATE_CHECK));
            }
        }
        if (history.newest().isEmpty()) {
            return create(deployment, history);
        }
        ReplicaSet newest = followDeployment(history.newest().get(), deployment, history.newestRevision());
        List<Generation> old =
                history.old().stream().map(DeploymentReconciler::generation).toList();
        for (Scaling scaling : RollingUpdate.next(limits, generation(newest), old)) {
            Stream.concat(Stream.of(newest), history.old().stream())
                    .filter(set -> set.getMetadata().getName().equals(scaling.name()))
                    .forEach(set -> scale(set, scaling.replicas()));
        }
        return Step.kept(deployment, Next.onEvent());
    }

    /** A paused Deployment may be scaled but not rolled out; only a single ReplicaSet says what scaling means. */
    private void scalePaused(ReplicaSetHistory history, RolloutLimits limits) {
        List<ReplicaSet> active = history.old().stream()
                .filter(set -> ReplicaSetHistory.replicas(set) > 0)
                .toList();
        if (history.newest().isPresent() && active.isEmpty()) {
            scale(history.newest().get(), limits.desired());
        } else if (history.newest().isEmpty() && active.size() == 1) {
            scale(active.getFirst(), limits.desired());
        }
    }

    private static boolean isRecreate(Deployment deployment) {
        return deployment.getSpec().getStrategy() != null
                && "Recreate".equals(deployment.getSpec().getStrategy().getType());
    }

    /** Pods that terminate are left, too: Recreate means that no two generations ever run side by side. */
    private boolean podsAreLeft(List<ReplicaSet> sets) {
        return !sets.isEmpty()
                && client.pods().inNamespace(sets.getFirst().getMetadata().getNamespace()).list().getItems().stream()
                        .filter(pod -> !PodState.isFinished(pod))
                        .anyMatch(pod -> sets.stream().anyMatch(set -> Ownership.controls(set, pod)));
    }

    private Step create(Deployment deployment, ReplicaSetHistory history) {
        DeploymentStatus before = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        int collisions = before.getCollisionCount() == null ? 0 : before.getCollisionCount();
        String template =
                client.getKubernetesSerialization().asJson(deployment.getSpec().getTemplate());
        ReplicaSet set = history.compose(deployment, NameSuffix.hash(template, collisions));
        try {
            client.apps().replicaSets().resource(set).create();
            log.atDebug()
                    .addKeyValue("deployment", NamespacedName.of(deployment))
                    .addKeyValue("replicaSet", set.getMetadata().getName())
                    .log("ReplicaSet was created");
            return new Step(deployment, Newest.CREATED, Next.atOnce());
        } catch (KubernetesClientException e) {
            ReplicaSet present = client.apps().replicaSets().resource(set).get();
            if (!ApiFailure.isConflict(e) || present == null || Ownership.controls(deployment, present)) {
                throw e;
            }
        }
        // The name belongs to something else, so the next attempt makes another one.
        DeploymentStatus counted = new DeploymentStatusBuilder(before)
                .withCollisionCount(collisions + 1)
                .build();
        return Step.kept(new DeploymentBuilder(deployment).withStatus(counted).build(), Next.atOnce());
    }

    /** Has the newest ReplicaSet carry the revision and what else of the spec lies outside the template. */
    private ReplicaSet followDeployment(ReplicaSet newest, Deployment deployment, long revision) {
        Integer minReady = deployment.getSpec().getMinReadySeconds();
        if (ReplicaSetHistory.revision(newest.getMetadata().getAnnotations()) == revision
                && Objects.equals(newest.getSpec().getMinReadySeconds(), minReady)) {
            return newest;
        }
        return client.apps()
                .replicaSets()
                .resource(new ReplicaSetBuilder(newest)
                        .editMetadata()
                        .addToAnnotations(ReplicaSetHistory.REVISION_ANNOTATION, Long.toString(revision))
                        .endMetadata()
                        .editSpec()
                        .withMinReadySeconds(minReady)
                        .endSpec()
                        .build())
                .update();
    }

    private Deployment writeRevision(Deployment deployment, ReplicaSetHistory history) {
        long revision = history.newest().isEmpty() ? 0 : history.newestRevision();
        if (revision == 0 || ReplicaSetHistory.revision(deployment.getMetadata().getAnnotations()) == revision) {
            return deployment;
        }
        return client.apps()
                .deployments()
                .resource(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(ReplicaSetHistory.REVISION_ANNOTATION, Long.toString(revision))
                        .endMetadata()
                        .build())
                .update();
    }

    private void scale(ReplicaSet set, int replicas) {
        if (ReplicaSetHistory.replicas(set) != replicas) {
            client.apps()
                    .replicaSets()
                    .resource(new ReplicaSetBuilder(set)
                            .editSpec()
                            .withReplicas(replicas)
                            .endSpec()
                            .build())
                    .update();
        }
    }

    private void forgetOldReplicaSets(Deployment deployment, ReplicaSetHistory history) {
        Integer limit = deployment.getSpec().getRevisionHistoryLimit();
        for (ReplicaSet set : history.expired(limit == null ? DEFAULT_HISTORY : limit)) {
            client.apps().replicaSets().resource(set).delete();
        }
    }

    private static Generation generation(ReplicaSet set) {
        Integer available = set.getStatus() == null ? null : set.getStatus().getAvailableReplicas();
        return new Generation(
                set.getMetadata().getName(), ReplicaSetHistory.replicas(set), available == null ? 0 : available);
    }

    private Instant now() {
        return clock.instant();
    }
}
