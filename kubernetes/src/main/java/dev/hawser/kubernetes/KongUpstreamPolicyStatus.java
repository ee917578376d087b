package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link KongUpstreamPolicy}, in the form of a Gateway API policy status.
 *
 * <p>Source of lengths, patterns and defaults: Gateway API, {@code PolicyStatus} of {@code
 * gateway.networking.k8s.io/v1alpha2}, and {@code metav1.Condition}.
 *
 * @param ancestors one entry for each Service that uses the policy, at most {@value #MAX_ANCESTORS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KongUpstreamPolicyStatus(
        @JsonPropertyDescription(
                "One entry for each Service that uses the policy and is reached through an Ingress of the "
                        + "controller's class; the oldest 16 of them.")
        @Required
        @Size(max = MAX_ANCESTORS)
        @Nullable
        List<Ancestor> ancestors) {

    public static final int MAX_ANCESTORS = 16;

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String DOMAIN = LABEL + "(\\." + LABEL + ")*";

    /**
     * What became of the policy for one ancestor.
     *
     * @param ancestorRef the object that uses it
     * @param controllerName who wrote the entry: {@code "konghq.com/kic-gateway-controller"}
     * @param conditions one to eight conditions, of different types
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Ancestor(
            @JsonPropertyDescription("The object that uses the policy.") @Required @Nullable
            AncestorRef ancestorRef,

            @JsonPropertyDescription("Who wrote the entry: a domain, a slash and a path.")
            @Required
            @Size(min = 1, max = 253)
            @Pattern("^" + DOMAIN + "\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$")
            @Nullable
            String controllerName,

            @JsonPropertyDescription(
                    "What became of the policy there: Accepted, whether it could be taken, and Programmed, whether "
                            + "the gateway does what it says.")
            @Size(min = 1, max = 8)
            @SchemaFrom(type = ConditionForm[].class)
            @Nullable
            List<Condition> conditions) {}

    /**
     * The object that uses the policy.
     *
     * @param group its group, {@code "core"} for a Service
     * @param kind its kind
     * @param namespace its namespace
     * @param name its name
     * @param port one of its ports; {@code null} means all
     * @param sectionName one of its sections; {@code null} means all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AncestorRef(
            @JsonPropertyDescription("Its API group; of a Service: core.")
            @Default("gateway.networking.k8s.io")
            @Size(max = 253)
            @Pattern("^$|^" + DOMAIN + "$")
            @Nullable
            String group,

            @JsonPropertyDescription("Its kind: Service.")
            @Default("Gateway")
            @Size(min = 1, max = 63)
            @Pattern("^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")
            @Nullable
            String kind,

            @JsonPropertyDescription("Its namespace: that of the policy.")
            @Size(min = 1, max = 63)
            @Pattern("^" + LABEL + "$")
            @Nullable
            String namespace,

            @JsonPropertyDescription("Its name.") @Required @Size(min = 1, max = 253) @Nullable
            String name,

            @JsonPropertyDescription("One of its ports; all when left out.") @Min(1) @Max(65535) @Nullable
            Integer port,

            @JsonPropertyDescription("One of its sections; all when left out.")
            @Size(min = 1, max = 253)
            @Pattern("^" + DOMAIN + "$")
            @Nullable
            String sectionName) {}

    /** The form of a {@link Condition}, which itself says nothing of lengths and patterns; never an object. */
    private record ConditionForm(
            @JsonPropertyDescription("Which condition: Accepted or Programmed.")
            @Required
            @Size(max = 316)
            @Pattern("^(" + DOMAIN + "/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
            String type,

            @JsonPropertyDescription("Whether it holds: \"True\", \"False\" or \"Unknown\".")
            @Required
            @SchemaFrom(type = PolicyWords.ConditionStatus.class)
            String status,

            @JsonPropertyDescription("Why, in one word.")
            @Required
            @Size(min = 1, max = 1024)
            @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
            String reason,

            @JsonPropertyDescription("Why, for a person; may be empty.") @Required @Size(max = 32768)
            String message,

            @JsonPropertyDescription("When it last changed its status.") @Required
            ZonedDateTime lastTransitionTime,

            @JsonPropertyDescription("The generation of the policy that it speaks of.") @Min(0) @Nullable
            Long observedGeneration) {}
}
