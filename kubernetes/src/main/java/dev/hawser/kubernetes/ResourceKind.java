package dev.hawser.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;
import java.util.Optional;

/**
 * A kind of objects that a {@link ResourceSnapshot} holds: one of the constants of this class.
 *
 * @param <T> the type of its objects
 */
public final class ResourceKind<T extends HasMetadata> {

    public static final ResourceKind<Ingress> INGRESS = namespaced("networking.k8s.io/v1", Ingress.class);
    public static final ResourceKind<IngressClass> INGRESS_CLASS =
            clustered("networking.k8s.io/v1", IngressClass.class);
    public static final ResourceKind<Service> SERVICE = namespaced("v1", Service.class);
    public static final ResourceKind<EndpointSlice> ENDPOINT_SLICE =
            namespaced("discovery.k8s.io/v1", EndpointSlice.class);
    public static final ResourceKind<Secret> SECRET = namespaced("v1", Secret.class);
    public static final ResourceKind<ConfigMap> CONFIG_MAP = namespaced("v1", ConfigMap.class);
    public static final ResourceKind<Namespace> NAMESPACE = clustered("v1", Namespace.class);
    public static final ResourceKind<KongUpstreamPolicy> KONG_UPSTREAM_POLICY =
            namespaced("configuration.konghq.com/v1beta1", KongUpstreamPolicy.class);
    public static final ResourceKind<IngressClassParameters> INGRESS_CLASS_PARAMETERS =
            namespaced("configuration.konghq.com/v1alpha1", IngressClassParameters.class);

    private static final List<ResourceKind<?>> ALL = List.of(
            INGRESS,
            INGRESS_CLASS,
            SERVICE,
            ENDPOINT_SLICE,
            SECRET,
            CONFIG_MAP,
            NAMESPACE,
            KONG_UPSTREAM_POLICY,
            INGRESS_CLASS_PARAMETERS);

    /** Whether the objects of a kind belong to a namespace or to the whole cluster. */
    public enum Scope {
        NAMESPACE,
        CLUSTER
    }

    private final String apiVersion;
    private final Class<T> type;
    private final Scope scope;

    private ResourceKind(String apiVersion, Class<T> type, Scope scope) {
        this.apiVersion = apiVersion;
        this.type = type;
        this.scope = scope;
    }

    private static <T extends HasMetadata> ResourceKind<T> namespaced(String apiVersion, Class<T> type) {
        return new ResourceKind<>(apiVersion, type, Scope.NAMESPACE);
    }

    private static <T extends HasMetadata> ResourceKind<T> clustered(String apiVersion, Class<T> type) {
        return new ResourceKind<>(apiVersion, type, Scope.CLUSTER);
    }

    /** Every kind, always in the same order. */
    public static List<ResourceKind<?>> all() {
        return ALL;
    }

    /** The kind of an object; empty for one that snapshots do not hold. */
    public static Optional<ResourceKind<?>> of(HasMetadata object) {
        for (ResourceKind<?> kind : ALL) {
            if (kind.type.isInstance(object)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind that manifests name by these two; empty for one that snapshots do not hold. */
    public static Optional<ResourceKind<?>> of(String apiVersion, String kindName) {
        for (ResourceKind<?> kind : ALL) {
            if (kind.apiVersion.equals(apiVersion) && kind.name().equals(kindName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind's name: {@code "Ingress"}. */
    public String name() {
        return type.getSimpleName();
    }

    /** The group, if any, and version: {@code "networking.k8s.io/v1"}. */
    public String apiVersion() {
        return apiVersion;
    }

    public Class<T> type() {
        return type;
    }

    public Scope scope() {
        return scope;
    }

    /** The key of an object of this kind; the namespace of a cluster's object is empty. */
    public ObjectKey key(String namespace, String objectName) {
        return new ObjectKey(name(), scope == Scope.CLUSTER ? "" : namespace, objectName);
    }

    @Override
    public String toString() {
        return name();
    }
}
