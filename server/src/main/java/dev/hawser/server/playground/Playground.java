package dev.hawser.server.playground;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.leader.LeaderElectionSettings.Election;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlane;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A playground, running: API, controllers, node, control plane and data plane. The control plane is the one that runs
 * against a real cluster, and like everything else here it talks to the API over HTTP.
 */
public final class Playground implements AutoCloseable {

    private static final Duration FIRST_CONFIGURATION = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final URI api;
    private final DataPlane dataPlane;

    /** What is running, the last started first. */
    private final Deque<AutoCloseable> running;

    private Playground(URI api, DataPlane dataPlane, Deque<AutoCloseable> running) {
        this.api = api;
        this.dataPlane = dataPlane;
        this.running = running;
    }

    /**
     * Starts everything, and returns when the manifests are served.
     *
     * @param manifests what to start with, by the names that messages call the texts by
     * @param progress is told what takes time, one line at a time
     * @throws IOException when an address cannot be listened at, or the kubeconfig cannot be written
     * @throws PlaygroundException when the manifests cannot be served
     */
    public static Playground start(
            PlaygroundSettings settings, Map<String, String> manifests, Consumer<String> progress)
            throws IOException, PlaygroundException, InterruptedException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            PlaygroundCluster cluster = switch (settings.api()) {
                case PlaygroundApi.Embedded embedded -> EmbeddedCluster.start(embedded, settings.kubeconfig());
                case PlaygroundApi.Real real -> KubernetesCluster.start(real, settings.kubeconfig(), progress);
            };
            running.push(cluster);
            // Stopped before the node: requests under way need their pods.
            DataPlane dataPlane = DataPlane.start(settings.dataPlane());
            running.push(dataPlane);
            running.push(
                    ControlPlane.start(cluster.controller(), alone(settings.controlPlane(), dataPlane), dataPlane));
            new InitialManifests(cluster.admin()).create(manifests);
            awaitServed(cluster.admin(), dataPlane);
            return new Playground(cluster.uri(), dataPlane, running);
        } catch (IOException | PlaygroundException | InterruptedException | RuntimeException e) {
            PlaygroundCluster.close(running);
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
        return api;
    }

    public DataPlane dataPlane() {
        return dataPlane;
    }

    /** What scripts want to know: {@code gateway} and {@code api}, each as a URL. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(dataPlane.facts());
        facts.put("api", api.toString());
        return facts;
    }

    /** Stops everything in the reverse order of its start; requests under way may end. */
    @Override
    public void close() {
        PlaygroundCluster.close(running);
    }
}
