package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.Next;
import dev.hawser.server.playground.reconcile.Reconciler;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the node object there, its condition {@code Ready} fresh and its Lease renewed, so that a controller manager sees
 * a living node (Kubernetes, "Nodes", heartbeats). Runs on a loop.
 */
final class NodeRegistration implements Reconciler<String> {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(40);

    /** Where the Leases of nodes are. */
    private static final String LEASES = "kube-node-lease";

    private final KubernetesClient client;
    private final NodeSettings settings;

    NodeRegistration(KubernetesClient client, NodeSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    @Override
    public Next reconcile(String name) {
        Node node = client.nodes().withName(name).get();
        if (node == null) {
            node = client.nodes().resource(fresh(name)).create();
        }
        client.nodes()
                .resource(new NodeBuilder(node).withStatus(status(node)).build())
                .updateStatus();
        renew(name, node);
        return Next.after(HEARTBEAT);
    }

    private void renew(String name, Node node) {
        ZonedDateTime now = settings.clock().instant().atZone(ZoneOffset.UTC);
        Resource<Lease> lease = client.leases().inNamespace(LEASES).withName(name);
        Lease present = lease.get();
        if (present != null) {
            client.resource(new LeaseBuilder(present)
                            .editSpec()
                            .withRenewTime(now)
                            .endSpec()
                            .build())
                    .update();
            return;
        }
        client.leases()
                .inNamespace(LEASES)
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(name)
                        .withUid(node.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .withLeaseDurationSeconds((int) LEASE.toSeconds())
                        .withRenewTime(now)
                        .endSpec()
                        .build())
                .create();
    }

    private static Node fresh(String name) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("kubernetes.io/os", "linux")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private NodeStatus status(Node node) {
        String now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        Optional<NodeCondition> before = node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition ->
                                condition.getType().equals("Ready") && "True".equals(condition.getStatus()))
                        .findFirst();
        Map<String, Quantity> capacity =
                Map.of("cpu", new Quantity("64"), "memory", new Quantity("256Gi"), "pods", new Quantity("1000"));
        return new NodeStatusBuilder()
                .withCapacity(capacity)
                .withAllocatable(capacity)
                .addNewAddress(settings.hostAddress().getHostAddress(), "InternalIP")
                .addNewAddress(settings.name(), "Hostname")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withMessage("The playground's node runs")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(
                        before.map(NodeCondition::getLastTransitionTime).orElse(now))
                .endCondition()
                .withNewNodeInfo()
                .withArchitecture("")
                .withBootID("")
                .withContainerRuntimeVersion("hawser://1")
                .withKernelVersion("")
                .withKubeProxyVersion("")
                .withKubeletVersion("v1.35.0-hawser")
                .withMachineID("")
                .withOperatingSystem("linux")
                .withOsImage("Hawser playground")
                .withSystemUUID("")
                .endNodeInfo()
                .build();
    }
}
