package dev.hawser.kubernetes.translate;

import dev.hawser.config.EntityIds;
import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes services of the gateway: the routes that were found for them, and what the annotations of the Service say. */
final class ServiceTranslator {

    private static final List<String> UNSUPPORTED = List.of("plugins", "override");
    private static final Set<Protocol> PROTOCOLS =
            Set.of(Protocol.HTTP, Protocol.HTTPS, Protocol.GRPC, Protocol.GRPCS, Protocol.WS, Protocol.WSS);
    /** HTTP/2 in the clear, as Kubernetes names it (KEP-3726). */
    private static final String H2C = "kubernetes.io/h2c";

    private static final int MAX_RETRIES = 32767;
    private static final int MAX_TIMEOUT_MILLIS = 2147483646;

    private final ResourceSnapshot snapshot;
    private final ServiceTls tls;
    private final Problems problems;

    ServiceTranslator(ResourceSnapshot snapshot, ServiceTls tls, Problems problems) {
        this.snapshot = snapshot;
        this.tls = tls;
        this.problems = problems;
    }

    /** Adds the certificates that a service names; to be done for all before one is translated. */
    void addCertificates(ServiceDraft draft) {
        UpstreamName upstream = UpstreamName.of(draft.backend());
        snapshot.find(ResourceKind.SERVICE, upstream.namespace(), upstream.service())
                .ifPresent(service -> {
                    Annotations annotations = new Annotations(service, problems);
                    if (protocol(annotations).orElse(Protocol.HTTP).secure()) {
                        tls.add(ObjectKey.of(service), annotations);
                    }
                });
    }

    /** The service. When its Service or the port is missing, that is a problem of every object that leads there. */
    Service translate(ServiceDraft draft) {
        UpstreamName upstream = UpstreamName.of(draft.backend());
        String name = upstream.serviceName();
        Service.Builder builder = Service.builder(EntityIds.ofService(name), upstream.text())
                .name(name)
                .path(draft.path())
                .routes(draft.routes().stream()
                        .sorted(Comparator.comparing(
                                (Route route) -> route.name() == null ? "" : route.name(), Comparator.reverseOrder()))
                        .toList());
        var service = snapshot.find(ResourceKind.SERVICE, upstream.namespace(), upstream.service());
        if (service.isEmpty()) {
            String missing = "Service " + upstream.namespace() + "/" + upstream.service();
            addToParents(
                    draft,
                    Reason.SERVICE_NOT_FOUND,
                    "failed to resolve Kubernetes Service for backend: failed to fetch " + missing + ": " + missing
                            + " not found");
            return builder.build();
        }
        Optional<ServicePort> port = upstream.port().in(service.get());
        port.map(ServicePort::getPort).ifPresent(builder::port);
        if (port.isEmpty()) {
            addToParents(
                    draft,
                    Reason.PORT_NOT_FOUND,
                    "can't find port " + upstream.port().text() + " for backend kubernetes service "
                            + upstream.namespace() + "/" + upstream.service() + ": "
                            + upstream.port().whyNotIn(service.get()));
        }
        builder.tags(Tags.of(service.get(), problems));
        applyAnnotations(
                builder,
                ObjectKey.of(service.get()),
                new Annotations(service.get(), problems),
                port.map(ServiceTranslator::protocolOf).orElse(Protocol.HTTP));
        return builder.build();
    }

    private void addToParents(ServiceDraft draft, Reason reason, String message) {
        for (ObjectKey parent : draft.parents()) {
            problems.add(parent, reason, message);
        }
    }

    /** What a port speaks where the annotation does not say; gRPC is what gateways speak HTTP/2 for. */
    private static Protocol protocolOf(ServicePort port) {
        return H2C.equals(port.getAppProtocol()) ? Protocol.GRPC : Protocol.HTTP;
    }

    private void applyAnnotations(
            Service.Builder builder, ObjectKey service, Annotations annotations, Protocol unsaid) {
        annotations.refuseUnsupported(UNSUPPORTED);
        Protocol protocol = protocol(annotations).orElse(unsaid);
        builder.protocol(protocol);
        applyPath(builder, protocol, annotations);
        annotations.number("retries", 0, MAX_RETRIES).ifPresent(builder::retries);
        timeout(annotations, "connect-timeout").ifPresent(builder::connectTimeout);
        timeout(annotations, "read-timeout").ifPresent(builder::readTimeout);
        timeout(annotations, "write-timeout").ifPresent(builder::writeTimeout);
        if (protocol.secure()) {
            tls.apply(builder, service, annotations);
        } else {
            ServiceTls.refuse(annotations);
        }
    }

    private static void applyPath(Service.Builder builder, Protocol protocol, Annotations annotations) {
        if (protocol.grpc()) {
            builder.path(null);
            return;
        }
        annotations.text("path").ifPresent(path -> {
            if (GatewayRules.takesServicePath(path)) {
                builder.path(path);
            } else {
                annotations.refuseText("path", path, "a path that starts with /");
            }
        });
    }

    private static Optional<Protocol> protocol(Annotations annotations) {
        return annotations.text("protocol").flatMap(text -> {
            Optional<Protocol> protocol =
                    Protocol.parse(text.toLowerCase(Locale.ROOT)).filter(PROTOCOLS::contains);
            if (protocol.isEmpty()) {
                annotations.refuseText("protocol", text, "http, https, grpc, grpcs, ws or wss");
            }
            return protocol;
        });
    }

    private static Optional<Duration> timeout(Annotations annotations, String name) {
        return annotations.number(name, 1, MAX_TIMEOUT_MILLIS).map(Duration::ofMillis);
    }
}
