package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.api.EmbeddedApi;
import dev.hawser.server.playground.node.AddressRange;
import dev.hawser.server.playground.node.AddressReuse;
import dev.hawser.server.playground.node.Node;
import dev.hawser.server.playground.node.NodeSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An API with the controllers and the node on it, and ways to wait for its objects. */
final class Cluster implements AutoCloseable {

    static final String NAMESPACE = "default";
    private static final long PATIENCE_SECONDS = 60;

    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final PlaygroundControllers controllers;
    private final Node node;

    Cluster() throws IOException {
        api = EmbeddedApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(api.uri().toString())
                        .withNamespace(NAMESPACE)
                        .build())
                .build();
        controllers = PlaygroundControllers.start(client);
        // A range of its own for each run, so that runs on one host do not meet.
        String range = "127.78.%d.0/24".formatted(ProcessHandle.current().pid() % 256);
        node = Node.start(
                client,
                NodeSettings.defaults().withAddresses(AddressRange.parse(range, AddressReuse.AS_LATE_AS_POSSIBLE)));
    }

    KubernetesClient client() {
        return client;
    }

    void apply(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(NAMESPACE)
                .create();
    }

    Deployment awaitDeployment(String name, Predicate<Deployment> condition) {
        return client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(name)
                .waitUntilCondition(
                        deployment -> deployment != null && condition.test(deployment),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    /** What {@code kubectl rollout status} waits for. */
    Deployment awaitRollout(String name) {
        return awaitDeployment(name, deployment -> {
            var status = deployment.getStatus();
            int wanted = deployment.getSpec().getReplicas();
            return status != null
                    && Objects.equals(
                            status.getObservedGeneration(),
                            deployment.getMetadata().getGeneration())
                    && Objects.equals(status.getUpdatedReplicas(), wanted)
                    && Objects.equals(status.getReplicas(), wanted)
                    && Objects.equals(status.getAvailableReplicas(), wanted);
        });
    }

    List<Pod> awaitPods(String app, Predicate<List<Pod>> condition) throws Exception {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel("app", app)
                .informOnCondition(condition)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    List<Endpoint> awaitEndpoints(String service, Predicate<List<Endpoint>> condition) throws Exception {
        return client
                .discovery()
                .v1()
                .endpointSlices()
                .inNamespace(NAMESPACE)
                .withLabel(SlicePlan.SERVICE_LABEL, service)
                .informOnCondition(slices -> !slices.isEmpty()
                        && condition.test(slices.stream()
                                .flatMap(slice -> slice.getEndpoints().stream())
                                .toList()))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .stream()
                .flatMap(slice -> slice.getEndpoints().stream())
                .toList();
    }

    @Override
    public void close() {
        node.close();
        controllers.close();
        client.close();
        api.close();
    }
}
