package dev.hawser.server.playground.api.resource;

import static dev.hawser.server.playground.api.resource.Scope.CLUSTER;
import static dev.hawser.server.playground.api.resource.Scope.NAMESPACED;
import static dev.hawser.server.playground.api.resource.Trait.CUSTOM;
import static dev.hawser.server.playground.api.resource.Trait.GENERATION;
import static dev.hawser.server.playground.api.resource.Trait.GRACEFUL_DELETION;
import static dev.hawser.server.playground.api.resource.Trait.READ_ONLY;
import static dev.hawser.server.playground.api.resource.Trait.SCALE;
import static dev.hawser.server.playground.api.resource.Trait.STATUS;

import java.util.List;
import java.util.Optional;

/** The table of the kinds that the embedded API serves. */
public final class ResourceKinds {

    public static final ResourceKind NAMESPACE = ResourceKind.of("v1", "namespaces", "Namespace", CLUSTER, STATUS)
            .shortNames("ns")
            .selectable("status.phase");
    public static final ResourceKind NODE = ResourceKind.of("v1", "nodes", "Node", CLUSTER, STATUS)
            .shortNames("no")
            .selectable("spec.unschedulable");
    public static final ResourceKind POD = ResourceKind.of(
                    "v1", "pods", "Pod", NAMESPACED, STATUS, GENERATION, GRACEFUL_DELETION)
            .shortNames("po")
            .categories("all")
            .selectable(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName");
    public static final ResourceKind SERVICE = ResourceKind.of("v1", "services", "Service", NAMESPACED, STATUS)
            .shortNames("svc")
            .categories("all")
            .selectable("spec.clusterIP", "spec.type");
    public static final ResourceKind SECRET =
            ResourceKind.of("v1", "secrets", "Secret", NAMESPACED).selectable("type");
    public static final ResourceKind CONFIG_MAP =
            ResourceKind.of("v1", "configmaps", "ConfigMap", NAMESPACED).shortNames("cm");
    public static final ResourceKind SERVICE_ACCOUNT = ResourceKind.of(
                    "v1", "serviceaccounts", "ServiceAccount", NAMESPACED)
            .shortNames("sa");
    public static final ResourceKind ENDPOINTS =
            ResourceKind.of("v1", "endpoints", "Endpoints", NAMESPACED).shortNames("ep");
    public static final ResourceKind EVENT = ResourceKind.of("v1", "events", "Event", NAMESPACED)
            .shortNames("ev")
            .selectable(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "type",
                    "reportingComponent");
    public static final ResourceKind NEW_EVENT = ResourceKind.of("events.k8s.io/v1", "events", "Event", NAMESPACED)
            .shortNames("ev")
            .selectable(
                    "regarding.kind",
                    "regarding.namespace",
                    "regarding.name",
                    "regarding.uid",
                    "regarding.apiVersion",
                    "regarding.resourceVersion",
                    "regarding.fieldPath",
                    "reason",
                    "type",
                    "reportingController")
            .storedAs(EVENT.storage(), ServedShape.NEW_EVENT);
    public static final ResourceKind DEPLOYMENT = ResourceKind.of(
                    "apps/v1", "deployments", "Deployment", NAMESPACED, STATUS, SCALE, GENERATION)
            .shortNames("deploy")
            .categories("all");
    public static final ResourceKind REPLICA_SET = ResourceKind.of(
                    "apps/v1", "replicasets", "ReplicaSet", NAMESPACED, STATUS, SCALE, GENERATION)
            .shortNames("rs")
            .categories("all")
            .selectable("status.replicas");
    public static final ResourceKind ENDPOINT_SLICE =
            ResourceKind.of("discovery.k8s.io/v1", "endpointslices", "EndpointSlice", NAMESPACED, GENERATION);
    public static final ResourceKind INGRESS = ResourceKind.of(
                    "networking.k8s.io/v1", "ingresses", "Ingress", NAMESPACED, STATUS, GENERATION)
            .shortNames("ing");
    public static final ResourceKind INGRESS_CLASS =
            ResourceKind.of("networking.k8s.io/v1", "ingressclasses", "IngressClass", CLUSTER, GENERATION);
    public static final ResourceKind LEASE = ResourceKind.of("coordination.k8s.io/v1", "leases", "Lease", NAMESPACED);
    public static final ResourceKind CUSTOM_RESOURCE_DEFINITION = ResourceKind.of(
                    "apiextensions.k8s.io/v1",
                    "customresourcedefinitions",
                    "CustomResourceDefinition",
                    CLUSTER,
                    GENERATION,
                    READ_ONLY)
            .shortNames("crd", "crds")
            .categories("api-extensions");
    public static final ResourceKind UPSTREAM_POLICY = ResourceKind.of(
                    "configuration.konghq.com/v1beta1",
                    "kongupstreampolicies",
                    "KongUpstreamPolicy",
                    NAMESPACED,
                    STATUS,
                    GENERATION,
                    CUSTOM)
            .shortNames("kup")
            .categories("kong", "kong-ingress-controller");
    public static final ResourceKind INGRESS_CLASS_PARAMETERS = ResourceKind.of(
            "configuration.konghq.com/v1alpha1",
            "ingressclassparameterses",
            "IngressClassParameters",
            NAMESPACED,
            GENERATION,
            CUSTOM);

    private static final List<ResourceKind> ALL = List.of(
            CONFIG_MAP,
            ENDPOINTS,
            EVENT,
            NAMESPACE,
            NODE,
            POD,
            SECRET,
            SERVICE_ACCOUNT,
            SERVICE,
            DEPLOYMENT,
            REPLICA_SET,
            NEW_EVENT,
            LEASE,
            ENDPOINT_SLICE,
            INGRESS_CLASS,
            INGRESS,
            CUSTOM_RESOURCE_DEFINITION,
            UPSTREAM_POLICY,
            INGRESS_CLASS_PARAMETERS);

    private ResourceKinds() {}

    /** Every kind, in the order of discovery documents: groups together, the core group first. */
    public static List<ResourceKind> all() {
        return ALL;
    }

    /** The kind behind a path. */
    public static Optional<ResourceKind> byPlural(String group, String version, String plural) {
        return ALL.stream()
                .filter(k -> k.group().equals(group)
                        && k.version().equals(version)
                        && k.plural().equals(plural))
                .findFirst();
    }

    /** The kind that an owner reference names. */
    public static Optional<ResourceKind> byKind(String apiVersion, String kind) {
        return ALL.stream()
                .filter(k -> k.apiVersion().equals(apiVersion) && k.kind().equals(kind))
                .findFirst();
    }
}
