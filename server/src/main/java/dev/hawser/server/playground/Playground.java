package dev.hawser.server.playground;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.config.Violation;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.leader.LeaderElectionSettings.Election;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.kubernetes.validation.UpstreamPolicyRules;
import dev.hawser.server.playground.api.EmbeddedApi;
import dev.hawser.server.playground.controllers.PlaygroundControllers;
import dev.hawser.server.playground.node.Node;
import dev.hawser.server.playground.node.NodeSettings;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlane;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A playground, running: API, controllers, node, control plane and data plane. The control plane is the one that runs
 * against a real cluster, and like everything else here it talks to the API over HTTP.
 */
public final class Playground implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Playground.class);

    private static final Duration FIRST_CONFIGURATION = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final EmbeddedApi api;
    private final DataPlane dataPlane;

    /** What is running, the last started first. */
    private final Deque<AutoCloseable> running;

    private Playground(EmbeddedApi api, DataPlane dataPlane, Deque<AutoCloseable> running) {
        this.api = api;
        this.dataPlane = dataPlane;
        this.running = running;
    }

    /**
     * Starts everything, and returns when the manifests are served.
     *
     * @param manifests what to start with, by the names that messages call the texts by
     * @throws IOException when an address cannot be listened at, or the kubeconfig cannot be written
     * @throws PlaygroundException when the manifests cannot be served
     */
    public static Playground start(PlaygroundSettings settings, Map<String, String> manifests)
            throws IOException, PlaygroundException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            EmbeddedApi api = EmbeddedApi.start(settings.apiListen(), Playground::violations);
            running.push(api);
            api.writeKubeconfig(settings.kubeconfig());
            KubernetesClient cluster = client(api.uri());
            running.push(cluster);
            running.push(PlaygroundControllers.start(cluster));
            running.push(Node.start(cluster, NodeSettings.defaults()));
            // Stopped before the node: requests under way need their pods.
            DataPlane dataPlane = DataPlane.start(settings.dataPlane());
            running.push(dataPlane);
            KubernetesClient client = client(api.uri());
            running.push(client);
            running.push(ControlPlane.start(client, alone(settings.controlPlane(), dataPlane), dataPlane));
            new InitialManifests(cluster).create(manifests);
            awaitServed(cluster, dataPlane);
            return new Playground(api, dataPlane, running);
        } catch (IOException | PlaygroundException | RuntimeException e) {
            close(running);
            throw e;
        }
    }

    /** There is no other controller to elect a leader with, and no Service in front of the gateway to name addresses. */
    private static ControlPlaneSettings alone(ControlPlaneSettings settings, DataPlane dataPlane) {
        StatusSettings status = settings.status();
        boolean isSaid = !status.publishAddresses().isEmpty()
                || !status.publishServices().isEmpty();
        return settings.withLeaderElection(settings.leaderElection().withElection(Election.NONE))
                .withStatus(isSaid ? status : status.withPublishAddresses(dataPlane.hosts()));
    }

    /** What the control plane would say of a policy, said by the API when the policy is written. */
    private static List<String> violations(String kind, ObjectNode object) {
        if (!kind.equals(ResourceKind.KONG_UPSTREAM_POLICY.name())) {
            return List.of();
        }
        KongUpstreamPolicy policy =
                new KubernetesSerialization().unmarshal(object.toString(), KongUpstreamPolicy.class);
        return UpstreamPolicyRules.check(policy.getSpec()).stream()
                .map(Violation::toString)
                .toList();
    }

    private static KubernetesClient client(URI api) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl(api.toString())
                        .withNamespace("default")
                        .build())
                .build();
    }

    /** The pods are ready before the gateway knows them, by a few milliseconds. */
    private static void awaitServed(KubernetesClient cluster, DataPlane dataPlane) throws PlaygroundException {
        List<EndpointSlice> slices = cluster.discovery()
                .v1()
                .endpointSlices()
                .inAnyNamespace()
                .list()
                .getItems();
        long deadline = System.nanoTime() + FIRST_CONFIGURATION.toNanos();
        while (!serves(dataPlane.config(), slices)) {
            if (System.nanoTime() - deadline > 0) {
                throw new PlaygroundException("gateway: it does not know the ready pods after "
                        + FIRST_CONFIGURATION.toSeconds() + " seconds (see the log)");
            }
            try {
                Thread.sleep(POLL_INTERVAL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether every upstream has a target for each endpoint of its Service. */
    private static boolean serves(GatewayConfig config, List<EndpointSlice> slices) {
        return !config.isEmpty()
                && config.upstreams().stream()
                        .allMatch(upstream -> slices.stream()
                                .filter(slice -> isOf(slice, upstream))
                                .flatMap(slice -> slice.getEndpoints().stream())
                                .flatMap(endpoint -> endpoint.getAddresses().stream())
                                .allMatch(address -> upstream.targets().stream()
                                        .anyMatch(target -> target.target().contains(address))));
    }

    /** Upstreams are named {@code <service>.<namespace>.<port>.svc}. */
    private static boolean isOf(EndpointSlice slice, Upstream upstream) {
        return ResourceSnapshot.serviceOf(slice)
                .map(service -> service.name() + "." + service.namespace() + ".")
                .filter(upstream.name()::startsWith)
                .isPresent();
    }

    public URI api() {
        return api.uri();
    }

    public DataPlane dataPlane() {
        return dataPlane;
    }

    /** What scripts want to know: {@code gateway} and {@code api}, each as a URL. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(dataPlane.facts());
        facts.put("api", api.uri().toString());
        return facts;
    }

    /** Stops everything in the reverse order of its start; requests under way may end. */
    @Override
    public void close() {
        close(running);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.atWarn()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(e)
                        .log("Part did not stop");
            }
        }
    }
}
