package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;

import dev.hawser.server.playground.cluster.ClusterException;
import dev.hawser.server.playground.cluster.ControllerInstallation;
import dev.hawser.server.playground.cluster.RealCluster;
import dev.hawser.server.playground.cluster.RealClusterSettings;
import dev.hawser.server.playground.cluster.programs.ControlPlanePrograms;
import dev.hawser.server.playground.node.AddressRange;
import dev.hawser.server.playground.node.AddressReuse;
import dev.hawser.server.playground.node.Node;
import dev.hawser.server.playground.node.NodeSettings;
import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Kubectl;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real control plane with a node, the custom resources and the controller's role. A test works in a {@link #namespace}
 * of its own. It comes to a test as a parameter, by {@link RealClusterTest}.
 */
public final class Cluster implements AutoCloseable {

    /** The only Lease that the controller may have, and the role that says so. */
    static final String LEASE = "hawser-leader";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RealCluster controlPlane;
    private final KubernetesClient admin;
    private final KubernetesClient nodeClient;
    private final Node node;
    private final Path controllerKubeconfig;
    private final AtomicInteger namespaces = new AtomicInteger();

    private Cluster(RealCluster controlPlane) throws ClusterException, IOException {
        this.controlPlane = controlPlane;
        admin = client(controlPlane.adminKubeconfig());
        controllerKubeconfig = controlPlane.folder().resolve("controller.kubeconfig");
        ControllerInstallation.install(controlPlane, admin, controllerKubeconfig);
        AddressRange addresses = AddressRange.parse(NodeSettings.ROUTED_POD_RANGE, AddressReuse.AS_LATE_AS_POSSIBLE);
        InetAddress host = addresses.lease();
        nodeClient = client(controlPlane.nodeKubeconfig());
        node = Node.start(
                nodeClient, new NodeSettings(NodeSettings.DEFAULT_NAME, host, addresses, InstantSource.system()));
    }

    /** Starts everything. */
    static Cluster start(ControlPlanePrograms programs, Path folder)
            throws ClusterException, IOException, InterruptedException {
        RealClusterSettings settings =
                new RealClusterSettings(programs, folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        RealCluster controlPlane = RealCluster.start(settings, System.out::println);
        try {
            return new Cluster(controlPlane);
        } catch (ClusterException | IOException | RuntimeException e) {
            controlPlane.close();
            throw e;
        }
    }

    private static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /** The programs, to kill, halt and start them again. Whoever does that leaves them running. */
    public RealCluster controlPlane() {
        return controlPlane;
    }

    /** A client that may do everything. */
    public KubernetesClient admin() {
        return admin;
    }

    /** What {@code kubectl} may do everything with. */
    public Kubectl kubectl(String namespace) {
        return new Kubectl(controlPlane.adminKubeconfig(), namespace);
    }

    /** What the controller has: its service account, and the least-privilege role. */
    public Path controllerKubeconfig() {
        return controllerKubeconfig;
    }

    /** A new namespace in which pods can be created; it goes with the cluster. */
    public String namespace(String prefix) {
        String name = prefix + "-" + namespaces.incrementAndGet();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        await(
                "the service account of namespace " + name,
                PATIENCE,
                () -> admin.serviceAccounts()
                                .inNamespace(name)
                                .withName("default")
                                .get()
                        != null);
        return name;
    }

    /** The Lease of the manifests' role, in another namespace: controllers of several tests must not share one. */
    private void grantLeaseIn(String namespace) {
        if (admin.rbac().roles().inNamespace(namespace).withName(LEASE).get() != null) {
            return;
        }
        String installed = ControllerInstallation.NAMESPACE;
        Role role = admin.rbac().roles().inNamespace(installed).withName(LEASE).get();
        RoleBinding binding = admin.rbac()
                .roleBindings()
                .inNamespace(installed)
                .withName(LEASE)
                .get();
        for (HasMetadata object : List.of(role, binding)) {
            object.setMetadata(new ObjectMetaBuilder()
                    .withName(LEASE)
                    .withNamespace(namespace)
                    .build());
            admin.resource(object).create();
        }
    }

    /** Starts {@code hawser run} as the controller's service account; returns when its first configuration is live. */
    public HawserProcess hawser(Path folder, String... arguments) {
        return HawserProcess.run(controllerKubeconfig, folder, arguments);
    }

    /** The same, serving one namespace, in which it has its Lease. */
    public HawserProcess hawserFor(String namespace, Path folder, String... arguments) {
        grantLeaseIn(namespace);
        List<String> all = new ArrayList<>(List.of(
                "--watch-namespace=" + namespace, "--election-namespace=" + namespace, "--election-id=" + LEASE));
        all.addAll(Arrays.asList(arguments));
        return hawser(folder, all.toArray(String[]::new));
    }

    @Override
    public void close() {
        node.close();
        nodeClient.close();
        admin.close();
        controlPlane.close();
    }
}
