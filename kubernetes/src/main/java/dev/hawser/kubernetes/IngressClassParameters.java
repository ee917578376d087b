package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * What applies to all Ingresses of a class: Kong's custom resource, named by {@code spec.parameters} of the IngressClass.
 * {@code deploy/crds} is generated from it.
 */
@NullUnmarked
@Group("configuration.konghq.com")
@Version("v1alpha1")
@Plural("ingressclassparameterses")
@Singular("ingressclassparameters")
@JsonClassDescription("What applies to all Ingresses of a class. An IngressClass names it in `spec.parameters`.")
public final class IngressClassParameters extends CustomResource<IngressClassParameters.Spec, Void>
        implements Namespaced {

    private static final long serialVersionUID = 1;

    /**
     * The parameters.
     *
     * @param serviceUpstream whether Services are addressed by their DNS name instead of their endpoints; {@code null}
     *     means false
     * @param enableLegacyRegexDetection whether a path of type ImplementationSpecific that looks like a regular
     *     expression is one; {@code null} means false
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(
            @JsonPropertyDescription(
                    "Whether requests go to a Service's own address, and kube-proxy or a sidecar chooses the "
                            + "pod, instead of to a pod that the gateway chooses. Sessions, health checks and "
                            + "draining need the pods: with true there are none.")
            @Default("false")
            @Nullable
            Boolean serviceUpstream,

            @JsonPropertyDescription(
                    "Whether a path of type ImplementationSpecific that looks like a regular expression is taken "
                            + "for one, as Kong 2 did. New paths say so with the prefix `/~` instead.")
            @Default("false")
            @Nullable
            Boolean enableLegacyRegexDetection) {}

    @Override
    @JsonPropertyDescription("The parameters.")
    public Spec getSpec() {
        return super.getSpec();
    }

    @Override
    protected Spec initSpec() {
        return null;
    }

    @Override
    protected Void initStatus() {
        return null;
    }
}
