package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.TranslationSettings;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where a port of a Service can be reached: by its EndpointSlices, or by a DNS name. */
final class EndpointTranslator {

    /** Whether Services are addressed by their endpoints or by their DNS name. */
    enum Addressing {
        ENDPOINTS,
        DNS_NAME
    }

    private static final String SERVICE_UPSTREAM = "ingress.kubernetes.io/service-upstream";

    private final TranslationSettings settings;
    private final Addressing addressing;

    EndpointTranslator(TranslationSettings settings, Addressing addressing) {
        this.settings = settings;
        this.addressing = addressing;
    }

    static boolean isExternalName(Service service) {
        return service.getSpec() != null
                && "ExternalName".equals(service.getSpec().getType());
    }

    /**
     * The endpoints of a port, each address once, in the order of the slices.
     *
     * @param service the Service; {@code null} when it is missing, which has no endpoints
     * @param port one of its ports; {@code null} when it is missing, which has no endpoints
     * @param protocol the transport protocol, {@code "TCP"}
     * @param slices the slices of that Service
     */
    List<BackendEndpoint> endpoints(
            @Nullable Service service, @Nullable ServicePort port, String protocol, List<EndpointSlice> slices) {
        if (service == null || port == null) {
            return List.of();
        }
        if (addressing == Addressing.DNS_NAME || isServiceUpstream(service)) {
            return ofName(dnsName(service), port.getPort());
        }
        if (isExternalName(service)) {
            return ofName(service.getSpec().getExternalName(), targetPort(port));
        }
        return ofSlices(port, protocol, slices);
    }

    /** Why a Service of type ExternalName has no endpoints; empty when it has, and for every other Service. */
    Optional<String> refusalOfName(Service service) {
        if (!isExternalName(service) || addressing == Addressing.DNS_NAME || isServiceUpstream(service)) {
            return Optional.empty();
        }
        String name = service.getSpec().getExternalName();
        if (name == null || name.isEmpty()) {
            return Optional.of("spec.externalName: not set (expected: a host name)");
        }
        return GatewayRules.takesTarget(new BackendEndpoint(name, 1, null, EndpointState.READY).hostPort())
                ? Optional.empty()
                : Optional.of("spec.externalName: \"" + name + "\" (expected: a host name)");
    }

    private static boolean isServiceUpstream(Service service) {
        return "true".equalsIgnoreCase(Annotations.of(service).get(SERVICE_UPSTREAM));
    }

    private String dnsName(Service service) {
        String name =
                service.getMetadata().getName() + "." + service.getMetadata().getNamespace() + ".svc";
        String domain = settings.clusterDomain();
        return domain == null || domain.isEmpty() ? name : name + "." + domain;
    }

    private static @Nullable Integer targetPort(ServicePort port) {
        Integer target =
                port.getTargetPort() == null ? null : port.getTargetPort().getIntVal();
        return target == null ? port.getPort() : target;
    }

    private static List<BackendEndpoint> ofName(@Nullable String name, @Nullable Integer port) {
        if (name == null || name.isEmpty() || port == null || port <= 0) {
            return List.of();
        }
        var endpoint = new BackendEndpoint(name, port, null, EndpointState.READY);
        return GatewayRules.takesTarget(endpoint.hostPort()) ? List.of(endpoint) : List.of();
    }

    private List<BackendEndpoint> ofSlices(ServicePort port, String protocol, List<EndpointSlice> slices) {
        Map<String, BackendEndpoint> found = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            for (EndpointPort slicePort : ApiLists.orEmpty(slice.getPorts())) {
                if (isPort(slicePort, port, protocol)) {
                    for (Endpoint endpoint : ApiLists.orEmpty(slice.getEndpoints())) {
                        add(found, endpoint, slicePort.getPort());
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    /** A port without a name has the empty one, a port without a protocol is TCP. */
    private static boolean isPort(EndpointPort slicePort, ServicePort port, String protocol) {
        return slicePort.getPort() != null
                && slicePort.getPort() > 0
                && protocol.equals(Objects.requireNonNullElse(slicePort.getProtocol(), "TCP"))
                && Objects.requireNonNullElse(slicePort.getName(), "")
                        .equals(Objects.requireNonNullElse(port.getName(), ""));
    }

    private void add(Map<String, BackendEndpoint> found, Endpoint endpoint, int port) {
        EndpointState state = EndpointState.of(endpoint.getConditions(), settings.drainSupport());
        if (state == EndpointState.LEFT_OUT
                || ApiLists.orEmpty(endpoint.getAddresses()).isEmpty()) {
            return;
        }
        String podUid =
                endpoint.getTargetRef() == null ? null : endpoint.getTargetRef().getUid();
        // The addresses of an endpoint are interchangeable (Kubernetes, EndpointSlice): one is enough.
        var candidate = new BackendEndpoint(endpoint.getAddresses().getFirst(), port, podUid, state);
        if (GatewayRules.takesTarget(candidate.hostPort())) {
            found.merge(candidate.hostPort(), candidate, BackendEndpoint::or);
        }
    }
}
