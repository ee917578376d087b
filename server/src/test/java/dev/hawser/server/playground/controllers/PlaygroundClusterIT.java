package dev.hawser.server.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide's Deployment and Service, with short times, on the playground's controllers and node. */
@Timeout(120)
class PlaygroundClusterIT {

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster();
        cluster.apply(GuideManifests.DEPLOYMENT_AND_SERVICE);
        cluster.awaitRollout("example-app");
        cluster.awaitEndpoints("example-service", endpoints -> ready(endpoints).size() == 3);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static List<Endpoint> ready(List<Endpoint> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.getConditions().getReady())
                .toList();
    }

    /** Changes the Deployment as {@code kubectl} does: again when a controller has written it meanwhile. */
    private void change(UnaryOperator<DeploymentBuilder> change) {
        while (true) {
            try {
                cluster.client()
                        .apps()
                        .deployments()
                        .inNamespace(Cluster.NAMESPACE)
                        .withName("example-app")
                        .edit(deployment ->
                                change.apply(new DeploymentBuilder(deployment)).build());
                return;
            } catch (KubernetesClientException e) {
                assertThat(e.getCode()).isEqualTo(409);
            }
        }
    }

    private void scale(int replicas) {
        change(deployment -> deployment.editSpec().withReplicas(replicas).endSpec());
    }

    private void image(String image) {
        change(deployment -> deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
    }

    private static String get(Endpoint endpoint) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getAddresses().getFirst(), 8080), 5_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void servesAtEveryEndpoint() throws Exception {
        List<Endpoint> endpoints = cluster.awaitEndpoints("example-service", all -> all.size() == 3);
        for (Endpoint endpoint : endpoints) {
            assertThat(get(endpoint))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("X-Pod: " + endpoint.getTargetRef().getName());
        }
        Deployment deployment = cluster.awaitRollout("example-app");
        assertThat(deployment.getStatus().getUnavailableReplicas()).isIn(null, 0);
        assertThat(deployment.getStatus().getConditions()).anySatisfy(condition -> {
            assertThat(condition.getType()).isEqualTo("Available");
            assertThat(condition.getStatus()).isEqualTo("True");
        });
        List<Pod> pods = cluster.awaitPods("example", all -> all.size() == 3);
        assertThat(pods)
                .allSatisfy(
                        pod -> assertThat(pod.getMetadata().getName()).matches("example-app-[a-z0-9]{10}-[a-z0-9]{5}"));
    }

    @Test
    void drainsThePodThatIsScaledDown() throws Exception {
        try (EndpointHistory history = new EndpointHistory(cluster)) {
            scale(2);
            List<Endpoint> endpoints =
                    cluster.awaitEndpoints("example-service", all -> ready(all).size() == 2 && all.size() == 3);
            Endpoint leaving = endpoints.stream()
                    .filter(endpoint -> endpoint.getConditions().getTerminating())
                    .findFirst()
                    .orElseThrow();
            assertThat(leaving.getConditions().getServing()).isTrue();
            assertThat(get(leaving)).startsWith("HTTP/1.1 200 OK");

            cluster.client()
                    .pods()
                    .inNamespace(Cluster.NAMESPACE)
                    .withName(leaving.getTargetRef().getName())
                    .waitUntilCondition(pod -> pod == null, 60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> get(leaving)).isInstanceOf(ConnectException.class);
            cluster.awaitEndpoints("example-service", all -> all.size() == 2);
            assertThat(history.of(leaving.getTargetRef().getUid()))
                    .containsExactly(
                            "ready=true serving=true terminating=false", "ready=false serving=true terminating=true");
        }
        assertThat(cluster.awaitRollout("example-app").getStatus().getReadyReplicas())
                .isEqualTo(2);
    }

    @Test
    void keepsTheMinimumAvailableDuringARollout() throws Exception {
        List<Integer> readyCounts = new CopyOnWriteArrayList<>();
        Map<String, Boolean> readyByUid = new ConcurrentHashMap<>();
        try (SharedIndexInformer<Pod> watching = cluster.client()
                .pods()
                .inNamespace(Cluster.NAMESPACE)
                .inform(new Observer<>((pod, deleted) -> {
                    readyByUid.put(
                            pod.getMetadata().getUid(), !deleted && PodState.isActive(pod) && PodState.isReady(pod));
                    readyCounts.add((int)
                            readyByUid.values().stream().filter(ready -> ready).count());
                }))) {
            int before = readyCounts.size();
            image("my-example-app:2");
            Deployment deployment = cluster.awaitRollout("example-app");
            assertThat(watching.isRunning()).isTrue();
            assertThat(readyCounts.subList(before, readyCounts.size())).allMatch(count -> count >= 3 && count <= 4);
            assertThat(deployment.getMetadata().getAnnotations())
                    .containsEntry("deployment.kubernetes.io/revision", "2");
        }
        List<Pod> pods = cluster.awaitPods("example", all -> all.size() == 3);
        assertThat(pods)
                .allSatisfy(pod -> assertThat(
                                pod.getSpec().getContainers().getFirst().getImage())
                        .isEqualTo("my-example-app:2"));
        cluster.awaitEndpoints(
                "example-service", all -> all.size() == 3 && ready(all).size() == 3);
    }

    @Test
    void goesBackToTheReplicaSetOfAnEarlierTemplate() throws Exception {
        String first = newestReplicaSet("my-example-app:latest");
        image("my-example-app:2");
        cluster.awaitRollout("example-app");
        image("my-example-app:latest");
        Deployment deployment = cluster.awaitDeployment(
                "example-app",
                current -> "3".equals(current.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision")));
        assertThat(deployment).isNotNull();
        cluster.awaitRollout("example-app");
        assertThat(newestReplicaSet("my-example-app:latest")).isEqualTo(first);
        assertThat(cluster.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(Cluster.NAMESPACE)
                        .list()
                        .getItems())
                .hasSize(2);
    }

    private String newestReplicaSet(String image) {
        return cluster.client().apps().replicaSets().inNamespace(Cluster.NAMESPACE).list().getItems().stream()
                .filter(set -> set.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage()
                        .equals(image))
                .map(set -> set.getMetadata().getName())
                .collect(Collectors.joining(" "));
    }

    @Test
    void recreatesOnlyAfterTheOldPodsAreGone() throws Exception {
        change(deployment -> deployment
                .editSpec()
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .endSpec());
        Set<String> images = ConcurrentHashMap.newKeySet();
        List<Set<String>> together = new CopyOnWriteArrayList<>();
        Map<String, String> imageByUid = new ConcurrentHashMap<>();
        try (SharedIndexInformer<Pod> watching = cluster.client()
                .pods()
                .inNamespace(Cluster.NAMESPACE)
                .inform(new Observer<>((pod, deleted) -> {
                    String image = pod.getSpec().getContainers().getFirst().getImage();
                    images.add(image);
                    if (deleted || PodState.isFinished(pod)) {
                        imageByUid.remove(pod.getMetadata().getUid());
                    } else {
                        imageByUid.put(pod.getMetadata().getUid(), image);
                    }
                    together.add(Set.copyOf(imageByUid.values()));
                }))) {
            image("my-example-app:2");
            cluster.awaitRollout("example-app");
            assertThat(watching.isRunning()).isTrue();
        }
        assertThat(images).hasSize(2);
        assertThat(together).allMatch(running -> running.size() <= 1);
    }

    @Test
    void scalesToNothingAndBack() throws Exception {
        scale(1);
        cluster.awaitRollout("example-app");
        scale(0);
        cluster.awaitRollout("example-app");
        cluster.awaitEndpoints("example-service", List::isEmpty);
        scale(1);
        cluster.awaitRollout("example-app");
        List<Endpoint> endpoints = cluster.awaitEndpoints(
                "example-service", all -> all.size() == 1 && ready(all).size() == 1);
        assertThat(get(endpoints.getFirst())).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void replacesAPodThatIsDeletedByForce() throws Exception {
        List<Endpoint> before = cluster.awaitEndpoints("example-service", all -> all.size() == 3);
        Endpoint lost = before.getFirst();
        cluster.client()
                .pods()
                .inNamespace(Cluster.NAMESPACE)
                .withName(lost.getTargetRef().getName())
                .withGracePeriod(0)
                .delete();
        cluster.awaitEndpoints(
                "example-service",
                all -> ready(all).size() == 3
                        && all.stream()
                                .noneMatch(endpoint -> endpoint.getTargetRef()
                                        .getUid()
                                        .equals(lost.getTargetRef().getUid())));
        assertThat(cluster.awaitRollout("example-app").getStatus().getReadyReplicas())
                .isEqualTo(3);
    }

    @Test
    void removesEverythingWithTheDeploymentAndTheService() throws Exception {
        List<Endpoint> endpoints = cluster.awaitEndpoints("example-service", all -> all.size() == 3);
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(Cluster.NAMESPACE)
                .withName("example-app")
                .delete();
        cluster.awaitPods("example", List::isEmpty);
        cluster.awaitEndpoints("example-service", List::isEmpty);
        for (Endpoint endpoint : endpoints) {
            assertThatThrownBy(() -> get(endpoint)).isInstanceOf(ConnectException.class);
        }
        cluster.client()
                .services()
                .inNamespace(Cluster.NAMESPACE)
                .withName("example-service")
                .delete();
        cluster.client()
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(Cluster.NAMESPACE)
                .informOnCondition(List::isEmpty)
                .get(60, TimeUnit.SECONDS);
        assertThat(cluster.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(Cluster.NAMESPACE)
                        .list()
                        .getItems())
                .extracting(ReplicaSet::getMetadata)
                .isEmpty();
    }

    @Test
    void takesAnUnhealthyPodOutOfRotationWhenItIsProbed() throws Exception {
        change(deployment -> deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withFailureThreshold(1)
                .withNewHttpGet()
                .withPath("/healthz")
                .withNewPort(8080)
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        cluster.awaitRollout("example-app");
        Endpoint sick = cluster.awaitEndpoints(
                        "example-service", all -> all.size() == 3 && ready(all).size() == 3)
                .getFirst();
        cluster.client()
                .pods()
                .inNamespace(Cluster.NAMESPACE)
                .withName(sick.getTargetRef().getName())
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations("playground.hawser.dev/healthy", "false")
                        .endMetadata()
                        .build());
        List<Endpoint> endpoints =
                cluster.awaitEndpoints("example-service", all -> ready(all).size() == 2);
        assertThat(endpoints)
                .filteredOn(endpoint -> !endpoint.getConditions().getReady())
                .extracting(endpoint -> endpoint.getTargetRef().getUid())
                .containsExactly(sick.getTargetRef().getUid());
    }
}
