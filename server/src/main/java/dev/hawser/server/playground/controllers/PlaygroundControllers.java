package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.ReconcileLoop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The controllers of the playground, running.
 *
 * <p>Their threads: the informers', which only enqueue, and one for each of Deployments, ReplicaSets and Services. The
 * client is the caller's and stays open.
 */
public final class PlaygroundControllers implements AutoCloseable {

    /** How often everything is looked at without an event, lest a defect in a watch leaves something behind. */
    private static final long RESYNC_MILLIS = 30_000;

    private final ReconcileLoop<NamespacedName> deployments = new ReconcileLoop<>("controller-deployments");
    private final ReconcileLoop<NamespacedName> replicaSets = new ReconcileLoop<>("controller-replicasets");
    private final ReconcileLoop<NamespacedName> services = new ReconcileLoop<>("controller-endpointslices");
    private final List<SharedIndexInformer<?>> informers;

    private PlaygroundControllers(KubernetesClient client, InstantSource clock, RandomGenerator random) {
        deployments.start(new DeploymentReconciler(client, clock));
        replicaSets.start(new ReplicaSetReconciler(client, clock, random));
        services.start(new EndpointSliceReconciler(client, random));
        // What events of pods are mapped through comes first; a pod that is seen earlier than its Service is found when
        // the Service is reconciled.
        SharedIndexInformer<Service> serviceInformer = client.services()
                .inAnyNamespace()
                .inform(EnqueueOn.every(service -> services.enqueue(NamespacedName.of(service))), RESYNC_MILLIS);
        SharedIndexInformer<ReplicaSet> replicaSetInformer = client.apps()
                .replicaSets()
                .inAnyNamespace()
                .inform(EnqueueOn.every(this::replicaSetChanged), RESYNC_MILLIS);
        SharedIndexInformer<Deployment> deploymentInformer = client.apps()
                .deployments()
                .inAnyNamespace()
                .inform(
                        EnqueueOn.every(deployment -> deployments.enqueue(NamespacedName.of(deployment))),
                        RESYNC_MILLIS);
        SharedIndexInformer<EndpointSlice> sliceInformer = client.discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .inform(EnqueueOn.every(this::sliceChanged), RESYNC_MILLIS);
        SharedIndexInformer<Pod> podInformer = client.pods()
                .inAnyNamespace()
                .inform(EnqueueOn.every(pod -> podChanged(pod, serviceInformer, replicaSetInformer)), RESYNC_MILLIS);
        informers = List.of(podInformer, sliceInformer, deploymentInformer, replicaSetInformer, serviceInformer);
    }

    /**
     * Starts all controllers.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException the API cannot be reached
     */
    public static PlaygroundControllers start(KubernetesClient client) {
        return new PlaygroundControllers(client, InstantSource.system(), RandomGenerator.getDefault());
    }

    private void replicaSetChanged(ReplicaSet set) {
        replicaSets.enqueue(NamespacedName.of(set));
        Ownership.controllerOf(set, "Deployment").ifPresent(deployments::enqueue);
    }

    private void sliceChanged(EndpointSlice slice) {
        Optional.ofNullable(slice.getMetadata().getLabels())
                .map(labels -> labels.get(SlicePlan.SERVICE_LABEL))
                .ifPresent(service ->
                        services.enqueue(new NamespacedName(slice.getMetadata().getNamespace(), service)));
    }

    private void podChanged(
            Pod pod, SharedIndexInformer<Service> allServices, SharedIndexInformer<ReplicaSet> allReplicaSets) {
        Ownership.controllerOf(pod, "ReplicaSet").ifPresent(owner -> {
            replicaSets.enqueue(owner);
            // A Recreate rollout waits for pods to be gone, which no ReplicaSet's numbers tell.
            Optional.ofNullable(allReplicaSets.getIndexer().getByKey(owner.toString()))
                    .flatMap(set -> Ownership.controllerOf(set, "Deployment"))
                    .ifPresent(deployments::enqueue);
        });
        allServices.getIndexer().list().stream()
                .filter(service -> sameNamespace(service, pod) && EndpointSliceReconciler.selects(service, pod))
                .forEach(service -> services.enqueue(NamespacedName.of(service)));
    }

    private static boolean sameNamespace(HasMetadata a, HasMetadata b) {
        return a.getMetadata().getNamespace().equals(b.getMetadata().getNamespace());
    }

    /** Stops all controllers, within a few seconds; what they made stays. */
    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        deployments.close();
        replicaSets.close();
        services.close();
    }
}
