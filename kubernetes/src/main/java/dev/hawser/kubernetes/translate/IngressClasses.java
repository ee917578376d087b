package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.IngressClassParameters;
import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.Problem.Reason;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.translate.EndpointTranslator.Addressing;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which Ingresses are of the class to translate, and what their class says about all of them. */
public final class IngressClasses {

    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final String DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";
    private static final String PARAMETERS_GROUP = "configuration.konghq.com";
    private static final IngressClassParameters.Spec NO_PARAMETERS = new IngressClassParameters.Spec(null, null);

    private final String className;
    private final Optional<IngressClass> ingressClass;
    private final ResourceSnapshot snapshot;

    /**
     * The Ingresses of one class.
     *
     * @param className the name of the class
     */
    public IngressClasses(String className, ResourceSnapshot snapshot) {
        this.className = className;
        this.snapshot = snapshot;
        this.ingressClass = snapshot.find(ResourceKind.INGRESS_CLASS, "", className);
    }

    /** The Ingresses of the class, the oldest first. */
    List<Ingress> ingresses() {
        return snapshot.all(ResourceKind.INGRESS).stream()
                .filter(this::takes)
                .sorted(Comparator.comparing(Age::of))
                .toList();
    }

    /**
     * Whether an Ingress is of the class. The annotation beats the field, and one with neither belongs to the cluster's
     * default class.
     */
    public boolean takes(Ingress ingress) {
        if (ingress.getSpec() == null) {
            return false;
        }
        String annotated = Annotations.of(ingress).get(CLASS_ANNOTATION);
        if (annotated != null && !annotated.isEmpty()) {
            return annotated.equals(className);
        }
        String named = ingress.getSpec().getIngressClassName();
        if (named != null) {
            return named.equals(className);
        }
        return ingressClass
                .map(each -> "true".equals(Annotations.of(each).get(DEFAULT_ANNOTATION)))
                .orElse(false);
    }

    /** The parameters of the class; all left out when there are none. */
    IngressClassParameters.Spec parameters(Problems problems) {
        if (ingressClass.isEmpty() || ingressClass.get().getSpec() == null) {
            return NO_PARAMETERS;
        }
        IngressClassParametersReference reference = ingressClass.get().getSpec().getParameters();
        if (reference == null) {
            return NO_PARAMETERS;
        }
        ObjectKey key = ObjectKey.of(ingressClass.get());
        if (!PARAMETERS_GROUP.equals(reference.getApiGroup())
                || !ResourceKind.INGRESS_CLASS_PARAMETERS.name().equals(reference.getKind())
                || reference.getNamespace() == null
                || reference.getName() == null) {
            problems.add(
                    key,
                    Reason.PARAMETERS_NOT_FOUND,
                    "spec.parameters: " + reference.getKind() + " of group " + reference.getApiGroup()
                            + " (expected: an IngressClassParameters of group " + PARAMETERS_GROUP
                            + " with its namespace)");
            return NO_PARAMETERS;
        }
        Optional<IngressClassParameters> found =
                snapshot.find(ResourceKind.INGRESS_CLASS_PARAMETERS, reference.getNamespace(), reference.getName());
        if (found.isEmpty()) {
            problems.add(
                    key,
                    Reason.PARAMETERS_NOT_FOUND,
                    "IngressClassParameters " + reference.getNamespace() + "/" + reference.getName() + " not found");
            return NO_PARAMETERS;
        }
        return found.get().getSpec() == null ? NO_PARAMETERS : found.get().getSpec();
    }

    static Addressing addressing(IngressClassParameters.Spec parameters) {
        return Boolean.TRUE.equals(parameters.serviceUpstream()) ? Addressing.DNS_NAME : Addressing.ENDPOINTS;
    }
}
