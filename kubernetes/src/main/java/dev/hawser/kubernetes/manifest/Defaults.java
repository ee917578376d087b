package dev.hawser.kubernetes.manifest;

import dev.hawser.kubernetes.ApiLists;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import dev.hawser.kubernetes.KongUpstreamPolicySpec;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Fills in what an API server fills in and translating needs. */
final class Defaults {

    static final String NAMESPACE = "default";

    private static final String PROTOCOL = "TCP";

    private Defaults() {}

    /**
     * The apiVersion that a kind of ours has instead of this one; empty when it is a kind of somebody else's that has the
     * same name.
     */
    static Optional<String> servedInstead(String apiVersion, String kindName) {
        String group = group(apiVersion);
        return ResourceKind.all().stream()
                .filter(kind -> kind.name().equals(kindName))
                .map(ResourceKind::apiVersion)
                .filter(served -> group(served).equals(group) || group.equals("extensions"))
                .findFirst();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    static void apply(HasMetadata object, ResourceKind.Scope scope) {
        if (scope == ResourceKind.Scope.CLUSTER) {
            object.getMetadata().setNamespace(null);
        } else if (object.getMetadata().getNamespace() == null) {
            object.getMetadata().setNamespace(NAMESPACE);
        }
        switch (object) {
            case Service service -> applyTo(service);
            case EndpointSlice slice -> ApiLists.orEmpty(slice.getPorts()).forEach(Defaults::applyTo);
            case Secret secret -> applyTo(secret);
            case KongUpstreamPolicy policy -> applyTo(policy);
            default -> {}
        }
    }

    private static void applyTo(Service service) {
        if (service.getSpec() == null) {
            return;
        }
        for (ServicePort port : ApiLists.orEmpty(service.getSpec().getPorts())) {
            if (port.getProtocol() == null) {
                port.setProtocol(PROTOCOL);
            }
            if (port.getTargetPort() == null && port.getPort() != null) {
                port.setTargetPort(new IntOrString(port.getPort()));
            }
        }
    }

    private static void applyTo(EndpointPort port) {
        if (port.getProtocol() == null) {
            port.setProtocol(PROTOCOL);
        }
        if (port.getName() == null) {
            port.setName("");
        }
    }

    private static void applyTo(Secret secret) {
        Map<String, String> texts = secret.getStringData();
        if (texts == null || texts.isEmpty()) {
            return;
        }
        Map<String, String> data = secret.getData() == null ? new HashMap<>() : new HashMap<>(secret.getData());
        texts.forEach((name, text) ->
                data.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        secret.setData(data);
        secret.setStringData(null);
    }

    private static void applyTo(KongUpstreamPolicy policy) {
        KongUpstreamPolicySpec spec = policy.getSpec();
        if (spec == null
                || spec.stickySessions() == null
                || spec.stickySessions().cookiePath() != null) {
            return;
        }
        policy.setSpec(new KongUpstreamPolicySpec(
                spec.algorithm(),
                spec.slots(),
                spec.hashOn(),
                spec.hashOnFallback(),
                spec.healthchecks(),
                new KongUpstreamPolicySpec.StickySessionsSpec(
                        spec.stickySessions().cookie(), "/")));
    }
}
