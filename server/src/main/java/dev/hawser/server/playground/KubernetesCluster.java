package dev.hawser.server.playground;

import dev.hawser.server.playground.cluster.ClusterException;
import dev.hawser.server.playground.cluster.ControllerInstallation;
import dev.hawser.server.playground.cluster.RealCluster;
import dev.hawser.server.playground.cluster.RealClusterSettings;
import dev.hawser.server.playground.kubeconfig.Kubeconfig;
import dev.hawser.server.playground.node.AddressRange;
import dev.hawser.server.playground.node.AddressReuse;
import dev.hawser.server.playground.node.Node;
import dev.hawser.server.playground.node.NodeSettings;
import dev.hawser.server.wiring.TemporaryFolder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Starts Kubernetes' own control plane, with our node as its kubelet. */
final class KubernetesCluster {

    private KubernetesCluster() {}

    /**
     * Starts everything. The controller works as a service account of its own, the node as a user of its own.
     *
     * @param kubeconfig is written, for an administrator
     * @param progress is told what is being started, one line at a time
     * @throws IOException when an address cannot be listened at, or a file cannot be written
     * @throws PlaygroundException when the control plane does not start
     */
    static PlaygroundCluster start(PlaygroundApi.Real settings, Path kubeconfig, Consumer<String> progress)
            throws IOException, PlaygroundException, InterruptedException {
        AddressRange addresses = AddressRange.parse(settings.podRange(), AddressReuse.AS_LATE_AS_POSSIBLE);
        addresses.requireBindable();
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            TemporaryFolder folder = TemporaryFolder.create("hawser-cluster-");
            RealCluster cluster = RealCluster.start(
                    new RealClusterSettings(settings.programs(), folder.path(), settings.listen()), progress);
            running.push(cluster);
            Kubeconfig.copy(cluster.adminKubeconfig(), kubeconfig);
            KubernetesClient admin = client(cluster.adminKubeconfig(), running);
            Path controllerKubeconfig = folder.path().resolve("controller.kubeconfig");
            ControllerInstallation.install(cluster, admin, controllerKubeconfig);
            KubernetesClient controller = client(controllerKubeconfig, running);
            KubernetesClient nodeClient = client(cluster.nodeKubeconfig(), running);
            InetAddress host = addresses.lease();
            running.push(Node.start(
                    nodeClient, new NodeSettings(NodeSettings.DEFAULT_NAME, host, addresses, InstantSource.system())));
            // After everything else; a failed start leaves it behind, since messages name the logs in it.
            running.addLast(folder);
            progress.accept("Control plane is ready (logs and data: " + folder.path() + ")");
            return new PlaygroundCluster(cluster.uri(), admin, controller, running);
        } catch (ClusterException e) {
            PlaygroundCluster.close(running);
            throw new PlaygroundException(String.valueOf(e.getMessage()), e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            PlaygroundCluster.close(running);
            throw e;
        }
    }

    private static KubernetesClient client(Path kubeconfig, Deque<AutoCloseable> running) {
        return PlaygroundCluster.client(Config.fromKubeconfig(kubeconfig.toFile()), running);
    }
}
