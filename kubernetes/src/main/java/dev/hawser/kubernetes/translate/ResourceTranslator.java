package dev.hawser.kubernetes.translate;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Service;
import dev.hawser.config.Target;
import dev.hawser.config.Upstream;
import dev.hawser.kubernetes.IngressClassParameters;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.translate.IngressPaths.LegacyDetection;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The translator of the objects of a cluster: hands each kind to its own and puts the parts together. */
public final class ResourceTranslator implements Translator {

    /** Kong counts as ready only with a configuration that is not empty: this makes it so. */
    private static final Upstream STUB = Upstream.builder("kong").build();

    private static final Comparator<Service> BY_NAME = Comparator.comparing(
                    (Service service) -> String.valueOf(service.name()))
            .reversed();

    private final TlsSecrets tlsSecrets = new TlsSecrets();

    @Override
    public Translation translate(ResourceSnapshot snapshot, TranslationSettings settings) {
        Problems problems = new Problems();
        IngressClasses classes = new IngressClasses(settings.ingressClass(), snapshot);
        IngressClassParameters.Spec parameters = classes.parameters(problems);
        List<Ingress> ingresses = classes.ingresses();

        Collection<ServiceDraft> drafts =
                new IngressTranslator(LegacyDetection.of(parameters), problems).translate(ingresses);
        TlsSecrets.Reader secrets = tlsSecrets.reader();
        CertificateTranslator certificates = new CertificateTranslator(snapshot, secrets, problems);
        ingresses.forEach(certificates::add);
        CaCertificateTranslator authorities = new CaCertificateTranslator(snapshot, problems);
        ServiceTranslator services =
                new ServiceTranslator(snapshot, new ServiceTls(certificates, authorities), problems);
        drafts.forEach(services::addCertificates);
        UpstreamTranslator upstreams = new UpstreamTranslator(snapshot, settings, parameters);
        List<Service> translatedServices = new ArrayList<>();
        Map<ServiceDraft, Upstream> found = new LinkedHashMap<>();
        for (ServiceDraft draft : drafts) {
            Service service = services.translate(draft);
            translatedServices.add(service);
            found.put(draft, upstreams.translate(service.host(), List.of(draft.backend()), problems));
        }
        List<Upstream> translatedUpstreams = StrictSessions.settle(found, problems);
        translatedServices.sort(BY_NAME);
        translatedUpstreams.sort(Comparator.comparing(Upstream::name).reversed());
        secrets.finish();
        GatewayConfig config = new GatewayConfig(
                translatedServices,
                List.of(),
                translatedUpstreams,
                certificates.certificates(),
                authorities.certificates());
        return new Translation(config.isEmpty() ? withStub(config) : config, problems.sorted());
    }

    private static GatewayConfig withStub(GatewayConfig config) {
        return config.withUpstreams(List.of(STUB));
    }

    @Override
    public Translation retarget(
            Translation previous, ResourceSnapshot snapshot, Set<ObjectKey> services, TranslationSettings settings) {
        IngressClassParameters.Spec parameters =
                new IngressClasses(settings.ingressClass(), snapshot).parameters(new Problems());
        UpstreamTranslator upstreams = new UpstreamTranslator(snapshot, settings, parameters);
        GatewayConfig config = previous.config();
        List<Upstream> retargeted = config.upstreams().stream()
                .map(upstream -> UpstreamName.parse(upstream.name())
                        .filter(name -> services.contains(serviceOf(name)))
                        .map(name -> retarget(upstream, name, upstreams))
                        .orElse(upstream))
                .toList();
        return new Translation(config.withUpstreams(retargeted), previous.problems());
    }

    private static Upstream retarget(Upstream upstream, UpstreamName name, UpstreamTranslator upstreams) {
        List<Target> targets = upstreams.targets(upstream.name(), upstream.algorithm(), List.of(name.backend()));
        return targets.equals(upstream.targets())
                ? upstream
                : upstream.toBuilder().targets(targets).build();
    }

    private static ObjectKey serviceOf(UpstreamName name) {
        return ResourceKind.SERVICE.key(name.namespace(), name.service());
    }
}
