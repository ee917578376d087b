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
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KongUpstreamPolicy} asks for, as it was written: nothing is checked yet, enumerations are texts and
 * numbers have the range of a Kubernetes integer. A component that is {@code null} was left out.
 *
 * <p>What each component is, its range and its default stand in its annotations, which are the source of the
 * CustomResourceDefinition. Fields, ranges and rules are those of Kong's {@code
 * kongupstreampolicies.configuration.konghq.com} at v1.5.2, so that what it takes is taken here; one rule is wider:
 * {@code stickySessions} needs no {@code hashOn}. What the gateway cannot use beyond that is found by {@code
 * UpstreamPolicyRules}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = "!has(self.hashOn) || [has(self.hashOn.input), has(self.hashOn.cookie), has(self.hashOn.header), "
                + "has(self.hashOn.uriCapture), has(self.hashOn.queryArg)].filter(isSet, isSet).size() <= 1",
        fieldPath = ".hashOn",
        message = "Only one of spec.hashOn.(input|cookie|header|uriCapture|queryArg) can be set.")
@ValidationRule(
        value = "!has(self.hashOn) || !has(self.hashOn.cookie) || has(self.hashOn.cookiePath)",
        fieldPath = ".hashOn.cookiePath",
        message = "When spec.hashOn.cookie is set, spec.hashOn.cookiePath is required.")
@ValidationRule(
        value = "!has(self.hashOn) || !has(self.hashOn.cookiePath) || has(self.hashOn.cookie)",
        fieldPath = ".hashOn.cookie",
        message = "When spec.hashOn.cookiePath is set, spec.hashOn.cookie is required.")
@ValidationRule(
        value =
                "!has(self.hashOn) || (has(self.algorithm) && self.algorithm in ['consistent-hashing', 'sticky-sessions'])",
        fieldPath = ".algorithm",
        message =
                "spec.algorithm must be set to either 'consistent-hashing' or 'sticky-sessions' when spec.hashOn is set.")
@ValidationRule(
        value =
                "!has(self.hashOnFallback) || [has(self.hashOnFallback.input), has(self.hashOnFallback.header), "
                        + "has(self.hashOnFallback.uriCapture), has(self.hashOnFallback.queryArg)].filter(isSet, isSet).size() <= 1",
        fieldPath = ".hashOnFallback",
        message = "Only one of spec.hashOnFallback.(input|header|uriCapture|queryArg) can be set.")
@ValidationRule(
        value = "!has(self.hashOnFallback) || (has(self.algorithm) && self.algorithm == 'consistent-hashing')",
        fieldPath = ".algorithm",
        message = "spec.algorithm must be set to \"consistent-hashing\" when spec.hashOnFallback is set.")
@ValidationRule(
        value = "!has(self.hashOn) || !has(self.hashOn.cookie) || !has(self.hashOnFallback)",
        fieldPath = ".hashOnFallback",
        message = "spec.hashOnFallback must not be set when spec.hashOn.cookie is set.")
@ValidationRule(
        value = "!has(self.healthchecks) || !has(self.healthchecks.passive) || !has(self.healthchecks.passive.healthy) "
                + "|| !has(self.healthchecks.passive.healthy.interval)",
        fieldPath = ".healthchecks.passive.healthy.interval",
        message = "spec.healthchecks.passive.healthy.interval must not be set.")
@ValidationRule(
        value =
                "!has(self.healthchecks) || !has(self.healthchecks.passive) || !has(self.healthchecks.passive.unhealthy) "
                        + "|| !has(self.healthchecks.passive.unhealthy.interval)",
        fieldPath = ".healthchecks.passive.unhealthy.interval",
        message = "spec.healthchecks.passive.unhealthy.interval must not be set.")
@ValidationRule(
        value =
                "!has(self.stickySessions) || !has(self.hashOn) || (has(self.hashOn.input) && self.hashOn.input == 'none' "
                        + "&& !has(self.hashOn.cookie) && !has(self.hashOn.cookiePath) && !has(self.hashOn.header) "
                        + "&& !has(self.hashOn.uriCapture) && !has(self.hashOn.queryArg))",
        fieldPath = ".hashOn",
        message =
                "When spec.stickySessions is set, spec.hashOn.input must be set to 'none' (no other hash_on fields allowed).")
@ValidationRule(
        value = "!has(self.stickySessions) || has(self.stickySessions.cookie)",
        fieldPath = ".stickySessions.cookie",
        message = "spec.stickySessions.cookie is required when spec.stickySessions is set.")
@ValidationRule(
        value = "!has(self.stickySessions) || (has(self.algorithm) && self.algorithm == 'sticky-sessions')",
        fieldPath = ".algorithm",
        message = "spec.algorithm must be set to 'sticky-sessions' when spec.stickySessions is set.")
public record KongUpstreamPolicySpec(
        @JsonPropertyDescription(
                "How a pod is chosen: \"round-robin\" (by weight), \"consistent-hashing\" (see hashOn), "
                        + "\"least-connections\", \"latency\" (the one that answered fastest of late) or "
                        + "\"sticky-sessions\" (a client stays with its pod, see stickySessions). Default: round-robin.")
        @SchemaFrom(type = PolicyWords.Algorithm.class)
        @Nullable
        String algorithm,

        @JsonPropertyDescription("The number of places on the ring of consistent hashing, 10 to 65536. Default: 10000.")
        @Min(10)
        @Max(65536)
        @Nullable
        Long slots,

        @JsonPropertyDescription(
                "The part of a request that consistent hashing hashes: exactly one of its fields, but for a "
                        + "cookie, which comes with cookiePath. With sticky-sessions it may be left out, and "
                        + "`input: none` says the same.")
        @Nullable
        Hash hashOn,

        @JsonPropertyDescription(
                "What is hashed when a request lacks what hashOn names. For consistent-hashing only, and not "
                        + "together with hashOn.cookie, which never is lacking: it is set.")
        @Nullable
        Hash hashOnFallback,

        @JsonPropertyDescription(
                "How the gateway learns which pods are healthy. Default: a pod that Kubernetes takes for ready is.")
        @Nullable
        HealthchecksSpec healthchecks,

        @JsonPropertyDescription(
                "The session cookie of the algorithm \"sticky-sessions\". A client that comes without one, or "
                        + "whose pod is gone, is given a pod and the cookie that names it; from then on its requests go "
                        + "to that pod, with drain support also while the pod terminates.")
        @Nullable
        StickySessionsSpec stickySessions) {

    /** A part of a request; only one of all may be set, save for a cookie and its path. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Hash(
            @JsonPropertyDescription(
                    "A part that needs no name: \"ip\" (the client's address), \"consumer\", \"path\" (of the "
                            + "request) or \"none\".")
            @SchemaFrom(type = PolicyWords.Input.class)
            @Nullable
            String input,

            @JsonPropertyDescription("The name of a cookie; a client that has none gets one.") @Nullable
            String cookie,

            @JsonPropertyDescription("The Path attribute of that cookie when the gateway sets it.") @Nullable
            String cookiePath,

            @JsonPropertyDescription("The name of a header field.") @Nullable
            String header,

            @JsonPropertyDescription("The name of a capture group in the regular expression of the route's path.")
            @Nullable
            String uriCapture,

            @JsonPropertyDescription("The name of an argument of the query.") @Nullable
            String queryArg) {}

    /** The session cookie. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record StickySessionsSpec(
            @JsonPropertyDescription(
                    "The name of the cookie. Services that a browser reaches under one host name and path need "
                            + "different names, or each takes the other's cookie for a session that is gone.")
            @Required
            @Size(min = 1)
            @Nullable
            String cookie,

            @JsonPropertyDescription(
                    "The Path attribute of the cookie: the client sends it for requests below that path.")
            @Default("/")
            @Nullable
            String cookiePath) {}

    /** Health checks. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HealthchecksSpec(
            @JsonPropertyDescription(
                    "Probes that the gateway sends to each pod. They start when an interval above 0 is given.")
            @Nullable
            ActiveSpec active,

            @JsonPropertyDescription("What the gateway concludes from the requests it passes on.") @Nullable
            PassiveSpec passive,

            @JsonPropertyDescription(
                    "The percentage, 0 to 100, that the weight of the healthy pods must exceed for the Service to "
                            + "be served at all; otherwise every request is answered 503. Default: 0.")
            @Nullable
            Long threshold) {}

    /** Probes sent by the gateway. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ActiveSpec(
            @JsonPropertyDescription(
                    "What a probe speaks: \"http\", \"https\", \"tcp\" (a connection is enough), \"grpc\" or "
                            + "\"grpcs\". Default: http.")
            @SchemaFrom(type = PolicyWords.CheckType.class)
            @Nullable
            String type,

            @JsonPropertyDescription("How many probes may be under way at once, 1 or more. Default: 10.")
            @Min(1)
            @Nullable
            Long concurrency,

            @JsonPropertyDescription("When a pod that was unhealthy counts as healthy.") @Nullable
            HealthySpec healthy,

            @JsonPropertyDescription("When a pod that was healthy counts as unhealthy.") @Nullable
            UnhealthySpec unhealthy,

            @JsonPropertyDescription("The path that an HTTP probe asks for with GET. Default: /.")
            @Pattern("^/.*$")
            @Nullable
            String httpPath,

            @JsonPropertyDescription("The server name of a TLS probe. Default: the pod's address.") @Nullable
            String httpsSni,

            @JsonPropertyDescription("Whether the certificate of a TLS probe is verified. Default: true.") @Nullable
            Boolean httpsVerifyCertificate,

            @JsonPropertyDescription("Seconds that a probe may take, 0 or more. Default: 1.") @Min(0) @Nullable
            Long timeout,

            @JsonPropertyDescription("Header fields of an HTTP probe: the name, and its values.") @Nullable
            Map<String, List<String>> headers) {}

    /** Conclusions drawn from proxied requests. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PassiveSpec(
            @JsonPropertyDescription(
                    "What is looked at: \"http\" and \"https\" (the status), \"tcp\" (whether the connection came "
                            + "about), \"grpc\" or \"grpcs\". Default: http.")
            @SchemaFrom(type = PolicyWords.CheckType.class)
            @Nullable
            String type,

            @JsonPropertyDescription("When a pod that was unhealthy counts as healthy.") @Nullable
            HealthySpec healthy,

            @JsonPropertyDescription("When a pod that was healthy counts as unhealthy.") @Nullable
            UnhealthySpec unhealthy) {}

    /** What makes a target healthy. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HealthySpec(
            @JsonPropertyDescription(
                    "The HTTP statuses that speak for a pod, each 100 to 599. Default of active checks: 200 and 302; "
                            + "of passive ones: 200 to 208, 226, 300 to 308.")
            @Nullable
            List<@Min(100) @Max(599) Long> httpStatuses,

            @JsonPropertyDescription(
                    "Seconds between two probes of a healthy pod; 0 for none. For active checks only. Default: 0.")
            @Min(0)
            @Nullable
            Long interval,

            @JsonPropertyDescription(
                    "How many times in a row a pod must do well to be healthy, up to 255; 0 for never. Default: 0.")
            @Min(0)
            @Nullable
            Long successes) {}

    /** What makes a target unhealthy. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record UnhealthySpec(
            @JsonPropertyDescription(
                    "How many times in a row one of httpStatuses makes a pod unhealthy, up to 255; 0 for never. "
                            + "Default: 0.")
            @Min(0)
            @Nullable
            Long httpFailures,

            @JsonPropertyDescription(
                    "How many failed connections in a row make a pod unhealthy, up to 255; 0 for never. Default: 0.")
            @Min(0)
            @Nullable
            Long tcpFailures,

            @JsonPropertyDescription(
                    "How many timeouts in a row make a pod unhealthy, up to 255; 0 for never. Default: 0.")
            @Min(0)
            @Nullable
            Long timeouts,

            @JsonPropertyDescription(
                    "The HTTP statuses that speak against a pod, each 100 to 599. Default of active checks: 429, 404, "
                            + "500 to 505; of passive ones: 429, 500 and 503.")
            @Nullable
            List<@Min(100) @Max(599) Long> httpStatuses,

            @JsonPropertyDescription(
                    "Seconds between two probes of an unhealthy pod; 0 for none. For active checks only. Default: 0.")
            @Min(0)
            @Nullable
            Long interval) {}
}
