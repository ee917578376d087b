package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.Labels;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.NullUnmarked;

/**
 * How the upstreams of the Services that name it balance requests: Kong's custom resource, attached by the annotation
 * {@code konghq.com/upstream-policy} of a Service in its namespace.
 *
 * <p>{@code deploy/crds} is generated from this class and the types of its spec and status: what their annotations say
 * is what the API server enforces and what {@code kubectl explain kup} prints.
 */
@NullUnmarked
@Group("configuration.konghq.com")
@Version("v1beta1")
@Plural("kongupstreampolicies")
@Singular("kongupstreampolicy")
@ShortNames("kup")
@Categories({"kong-ingress-controller", "kong"})
@Labels("gateway.networking.k8s.io/policy=direct")
@JsonClassDescription(
        "How the gateway spreads requests over the pods of a Service, which of them it takes for healthy, "
                + "and whether clients stay with their pod. A Service takes part by the annotation "
                + "`konghq.com/upstream-policy: <name of the policy>`; both are in one namespace, and several Services may "
                + "share a policy. The Services of one routing rule must all name the same policy.")
@AdditionalPrinterColumn(
        name = "Algorithm",
        jsonPath = ".spec.algorithm",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "How a pod is chosen.")
@AdditionalPrinterColumn(
        name = "Sticky Cookie",
        jsonPath = ".spec.stickySessions.cookie",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "The cookie that ties a client to its pod.")
@AdditionalPrinterColumn(
        name = "Accepted",
        jsonPath = ".status.ancestors[*].conditions[?(@.type==\"Accepted\")].status",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Whether the first of the Services that use the policy can have it.")
@AdditionalPrinterColumn(
        name = "Programmed",
        jsonPath = ".status.ancestors[*].conditions[?(@.type==\"Programmed\")].status",
        type = AdditionalPrinterColumn.Type.STRING,
        getDescription = "Whether the gateway does so for the first of the Services that use the policy.")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE,
        getDescription = "How long ago the policy was created.")
public final class KongUpstreamPolicy extends CustomResource<KongUpstreamPolicySpec, KongUpstreamPolicyStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1;

    @Override
    @JsonPropertyDescription("What is asked for.")
    public KongUpstreamPolicySpec getSpec() {
        return super.getSpec();
    }

    @Override
    @JsonPropertyDescription("What became of it; written by the controller.")
    public KongUpstreamPolicyStatus getStatus() {
        return super.getStatus();
    }

    @Override
    protected KongUpstreamPolicySpec initSpec() {
        return null;
    }

    @Override
    protected KongUpstreamPolicyStatus initStatus() {
        return null;
    }
}
