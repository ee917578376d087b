package dev.hawser.kubernetes.validation;

import dev.hawser.config.Violation;
import dev.hawser.kubernetes.KongUpstreamPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.ArrayList;
import java.util.List;

/** What objects have to keep to for an API server to take them, as far as it matters for translating them. */
public final class ResourceRules {

    private ResourceRules() {}

    /** Everything that is wrong with an object; objects of other kinds have their metadata checked only. */
    public static List<Violation> check(HasMetadata object) {
        Checks checks = new Checks();
        MetadataRules.check(checks, object);
        switch (object) {
            case Ingress ingress -> IngressRules.check(checks, ingress);
            case Service service -> ServiceRules.check(checks, service);
            case EndpointSlice slice -> EndpointSliceRules.check(checks, slice);
            case Secret secret -> SecretRules.check(checks, secret);
            default -> {}
        }
        List<Violation> violations = new ArrayList<>(checks.violations());
        if (object instanceof KongUpstreamPolicy policy) {
            violations.addAll(UpstreamPolicyRules.check(policy.getSpec()));
        }
        return violations;
    }
}
