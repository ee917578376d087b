package dev.hawser.kubernetes.translate;

import dev.hawser.config.Algorithm;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.IngressClassParameters;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.TranslationSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes upstreams: what their policy says, and a target for each endpoint of their backends. */
final class UpstreamTranslator {

    /** Kong Ingress Controller's order, kept so that configurations can be compared. */
    private static final Comparator<Target> TARGET_ORDER =
            Comparator.comparing(Target::target).reversed();

    private static final String PROTOCOL = "TCP";

    private final ResourceSnapshot snapshot;
    private final TranslationSettings settings;
    private final EndpointTranslator endpoints;

    UpstreamTranslator(
            ResourceSnapshot snapshot, TranslationSettings settings, IngressClassParameters.Spec parameters) {
        this.snapshot = snapshot;
        this.settings = settings;
        this.endpoints = new EndpointTranslator(settings, IngressClasses.addressing(parameters));
    }

    /** The upstream of these backends; it is there with no targets when they are missing. */
    Upstream translate(String name, List<Backend> backends, Problems problems) {
        List<Service> services =
                backends.stream().flatMap(backend -> find(backend).stream()).toList();
        for (Service service : services) {
            endpoints
                    .refusalOfName(service)
                    .ifPresent(message -> problems.add(ObjectKey.of(service), Reason.INVALID_FIELD, message));
        }
        Upstream.Builder upstream = Upstream.builder(name);
        if (services.size() == 1) {
            Service service = services.getFirst();
            upstream.tags(Tags.of(service, problems));
            hostHeader(new Annotations(service, problems)).ifPresent(upstream::hostHeader);
        }
        Upstream plain = upstream.build();
        UpstreamPolicyTranslator policies = new UpstreamPolicyTranslator(snapshot, problems);
        Optional<KongUpstreamPolicy> policy = policies.policyOf(services);
        Upstream balanced = policy.map(found -> policies.apply(found, plain)).orElse(plain);
        List<HasMetadata> annotated = new ArrayList<>(services);
        policy.ifPresent(annotated::addFirst);
        Upstream translated = SessionAnnotations.apply(balanced, annotated, problems);
        return translated.toBuilder()
                .targets(targets(name, translated.algorithm(), backends))
                .build();
    }

    private static Optional<String> hostHeader(Annotations annotations) {
        return annotations.text("host-header").filter(text -> {
            boolean host = GatewayRules.takesHostHeader(text);
            if (!host) {
                annotations.refuseText("host-header", text, "a host name");
            }
            return host;
        });
    }

    /** The targets of these backends, in order. */
    List<Target> targets(String upstream, Algorithm algorithm, List<Backend> backends) {
        List<Target> all = List.of();
        for (Backend backend : backends) {
            List<Target> targets = targets(upstream, algorithm, backend);
            all = all.isEmpty() ? targets : merge(all, targets);
        }
        return all.stream().sorted(TARGET_ORDER).toList();
    }

    private static List<Target> merge(List<Target> all, List<Target> more) {
        List<Target> merged = all;
        for (Target target : more) {
            merged = Targets.merge(merged, target);
        }
        return merged;
    }

    private List<Target> targets(String upstream, Algorithm algorithm, Backend backend) {
        Service service = find(backend).orElse(null);
        ServicePort port = service == null ? null : backend.port().in(service).orElse(null);
        List<BackendEndpoint> found = endpoints.endpoints(
                service, port, PROTOCOL, snapshot.endpointSlices(backend.namespace(), backend.service()));
        List<Target> targets = Targets.of(found, ids(upstream, algorithm));
        return backend.weight() == null ? targets : Targets.distribute(backend.weight(), targets);
    }

    /** Only the targets of sticky upstreams need ids of ours: they are the session ids. */
    private Function<BackendEndpoint, @Nullable UUID> ids(String upstream, Algorithm algorithm) {
        return algorithm == Algorithm.STICKY_SESSIONS
                ? endpoint -> settings.targetIds().idOf(upstream, endpoint.hostPort(), endpoint.podUid())
                : endpoint -> null;
    }

    private Optional<Service> find(Backend backend) {
        return snapshot.find(ResourceKind.SERVICE, backend.namespace(), backend.service());
    }
}
