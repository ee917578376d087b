package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link KongUpstreamPolicy}, in the form of a Gateway API policy status.
 *
 * @param ancestors one entry for each Service that uses the policy, at most {@value #MAX_ANCESTORS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KongUpstreamPolicyStatus(@Nullable List<Ancestor> ancestors) {

    public static final int MAX_ANCESTORS = 16;

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
            @Nullable AncestorRef ancestorRef,
            @Nullable String controllerName,
            @Nullable List<Condition> conditions) {}

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
            @Nullable String group,
            @Nullable String kind,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable Integer port,
            @Nullable String sectionName) {}
}
