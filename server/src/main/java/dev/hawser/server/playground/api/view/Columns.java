package dev.hawser.server.playground.api.view;

import static dev.hawser.server.playground.api.view.Cells.number;
import static dev.hawser.server.playground.api.view.Cells.size;
import static dev.hawser.server.playground.api.view.Cells.text;

import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import java.util.List;
import java.util.Map;

/** The columns of each kind's table, as kubectl users know them. */
final class Columns {

    private static final Column NAME = Column.of("Name", text("metadata.name"));
    private static final Column AGE = Column.of("Age", Age::of);
    private static final List<Column> OTHERS = List.of(NAME, AGE);

    private static final List<Column> EVENTS = List.of(
            Column.of("Last Seen", Cells::lastSeen),
            Column.of("Type", text("type")),
            Column.of("Reason", text("reason")),
            Column.of("Object", Cells::involvedObject),
            Column.of("Message", Cells::eventMessage),
            Column.wide("Name", text("metadata.name")));

    private static final Map<ResourceKind, List<Column>> BY_KIND = Map.ofEntries(
            Map.entry(
                    ResourceKinds.POD,
                    List.of(
                            NAME,
                            Column.of("Ready", PodCells::ready),
                            Column.of("Status", PodCells::status),
                            Column.of("Restarts", PodCells::restarts),
                            AGE,
                            Column.wide("IP", text("status.podIP")),
                            Column.wide("Node", text("spec.nodeName")),
                            Column.wide("Nominated Node", PodCells::nominatedNode),
                            Column.wide("Readiness Gates", PodCells::readinessGates))),
            Map.entry(
                    ResourceKinds.DEPLOYMENT,
                    List.of(
                            NAME,
                            Column.of("Ready", Cells::readyReplicas),
                            Column.of("Up-to-date", number("status.updatedReplicas")),
                            Column.of("Available", number("status.availableReplicas")),
                            AGE,
                            Column.wide("Containers", Cells::containers),
                            Column.wide("Images", Cells::images),
                            Column.wide("Selector", Cells::workloadSelector))),
            Map.entry(
                    ResourceKinds.REPLICA_SET,
                    List.of(
                            NAME,
                            Column.of("Desired", number("spec.replicas")),
                            Column.of("Current", number("status.replicas")),
                            Column.of("Ready", number("status.readyReplicas")),
                            AGE,
                            Column.wide("Containers", Cells::containers),
                            Column.wide("Images", Cells::images),
                            Column.wide("Selector", Cells::workloadSelector))),
            Map.entry(
                    ResourceKinds.SERVICE,
                    List.of(
                            NAME,
                            Column.of("Type", text("spec.type")),
                            Column.of("Cluster-IP", text("spec.clusterIP")),
                            Column.of("External-IP", Cells::externalAddress),
                            Column.of("Port(s)", Cells::servicePorts),
                            AGE,
                            Column.wide("Selector", Cells::serviceSelector))),
            Map.entry(
                    ResourceKinds.INGRESS,
                    List.of(
                            NAME,
                            Column.of("Class", text("spec.ingressClassName")),
                            Column.of("Hosts", Cells::hosts),
                            Column.of("Address", Cells::ingressAddress),
                            Column.of("Ports", Cells::ingressPorts),
                            AGE)),
            Map.entry(
                    ResourceKinds.INGRESS_CLASS,
                    List.of(
                            NAME,
                            Column.of("Controller", text("spec.controller")),
                            Column.of("Parameters", text("spec.parameters.name")),
                            AGE)),
            Map.entry(
                    ResourceKinds.ENDPOINT_SLICE,
                    List.of(
                            NAME,
                            Column.of("AddressType", text("addressType")),
                            Column.of("Ports", Cells::slicePorts),
                            Column.of("Endpoints", Cells::sliceAddresses),
                            AGE)),
            Map.entry(ResourceKinds.ENDPOINTS, List.of(NAME, Column.of("Endpoints", Cells::endpointAddresses), AGE)),
            Map.entry(
                    ResourceKinds.UPSTREAM_POLICY,
                    List.of(
                            NAME,
                            Column.of("Algorithm", text("spec.algorithm")),
                            Column.of("Sticky-Cookie", text("spec.stickySessions.cookie")),
                            AGE)),
            Map.entry(ResourceKinds.NAMESPACE, List.of(NAME, Column.of("Status", text("status.phase")), AGE)),
            Map.entry(
                    ResourceKinds.NODE,
                    List.of(
                            NAME,
                            Column.of("Status", Cells::nodeStatus),
                            Column.of("Roles", Cells::nodeRoles),
                            AGE,
                            Column.of("Version", text("status.nodeInfo.kubeletVersion")),
                            Column.wide("Internal-IP", Cells.nodeAddress("InternalIP")),
                            Column.wide("External-IP", Cells.nodeAddress("ExternalIP")),
                            Column.wide("OS-Image", text("status.nodeInfo.osImage")),
                            Column.wide("Kernel-Version", text("status.nodeInfo.kernelVersion")),
                            Column.wide("Container-Runtime", text("status.nodeInfo.containerRuntimeVersion")))),
            Map.entry(
                    ResourceKinds.SECRET,
                    List.of(NAME, Column.of("Type", text("type")), Column.of("Data", size("data")), AGE)),
            Map.entry(ResourceKinds.CONFIG_MAP, List.of(NAME, Column.of("Data", size("data")), AGE)),
            Map.entry(ResourceKinds.SERVICE_ACCOUNT, List.of(NAME, Column.of("Secrets", size("secrets")), AGE)),
            Map.entry(ResourceKinds.LEASE, List.of(NAME, Column.of("Holder", text("spec.holderIdentity")), AGE)),
            Map.entry(
                    ResourceKinds.CUSTOM_RESOURCE_DEFINITION,
                    List.of(NAME, Column.of("Created At", text("metadata.creationTimestamp")))),
            Map.entry(ResourceKinds.EVENT, EVENTS),
            Map.entry(ResourceKinds.NEW_EVENT, EVENTS));

    private Columns() {}

    static List<Column> of(ResourceKind kind) {
        return BY_KIND.getOrDefault(kind, OTHERS);
    }
}
