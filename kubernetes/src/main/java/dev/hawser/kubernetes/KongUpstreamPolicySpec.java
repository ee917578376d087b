package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KongUpstreamPolicy} asks for, as it was written: nothing is checked yet, enumerations are texts and
 * numbers have the range of a Kubernetes integer. A component that is {@code null} was left out.
 *
 * <p>Source of fields: the CustomResourceDefinition {@code kongupstreampolicies.configuration.konghq.com} at v1.5.2.
 *
 * @param algorithm {@code round-robin}, {@code consistent-hashing}, {@code least-connections}, {@code latency} or
 *     {@code sticky-sessions}
 * @param slots the size of the ring of consistent hashing, 10 to 65536
 * @param hashOn what consistent hashing hashes
 * @param hashOnFallback what it hashes when {@code hashOn} yields nothing
 * @param healthchecks how the upstream learns which targets are healthy
 * @param stickySessions the session cookie of the sticky-sessions algorithm
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KongUpstreamPolicySpec(
        @Nullable String algorithm,
        @Nullable Long slots,
        @Nullable Hash hashOn,
        @Nullable Hash hashOnFallback,
        @Nullable HealthchecksSpec healthchecks,
        @Nullable StickySessionsSpec stickySessions) {

    /** A part of a request; only one of all may be set, save for a cookie and its path.
     *
     * @param input {@code ip}, {@code consumer}, {@code path} or {@code none}
     * @param cookie the name of a cookie
     * @param cookiePath the path of that cookie
     * @param header the name of a header field
     * @param uriCapture the name of a capture group of the route's path
     * @param queryArg the name of an argument of the query
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Hash(
            @Nullable String input,
            @Nullable String cookie,
            @Nullable String cookiePath,
            @Nullable String header,
            @Nullable String uriCapture,
            @Nullable String queryArg) {}

    /**
     * The session cookie.
     *
     * @param cookie its name, at least one character
     * @param cookiePath its path; the API server fills in {@code "/"}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record StickySessionsSpec(
            @Nullable String cookie, @Nullable String cookiePath) {}

    /**
     * Health checks.
     *
     * @param threshold the percentage of the targets' weight that must be available
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HealthchecksSpec(
            @Nullable ActiveSpec active,
            @Nullable PassiveSpec passive,
            @Nullable Long threshold) {}

    /**
     * Probes sent by the gateway; {@code timeout} is in seconds.
     *
     * @param type {@code http}, {@code https}, {@code tcp}, {@code grpc} or {@code grpcs}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ActiveSpec(
            @Nullable String type,
            @Nullable Long concurrency,
            @Nullable HealthySpec healthy,
            @Nullable UnhealthySpec unhealthy,
            @Nullable String httpPath,
            @Nullable String httpsSni,
            @Nullable Boolean httpsVerifyCertificate,
            @Nullable Long timeout,
            @Nullable Map<String, List<String>> headers) {}

    /**
     * Conclusions drawn from proxied requests.
     *
     * @param type {@code http}, {@code https}, {@code tcp}, {@code grpc} or {@code grpcs}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PassiveSpec(
            @Nullable String type,
            @Nullable HealthySpec healthy,
            @Nullable UnhealthySpec unhealthy) {}

    /** What makes a target healthy; {@code interval} is in seconds and for active checks only. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record HealthySpec(
            @Nullable List<Long> httpStatuses,
            @Nullable Long interval,
            @Nullable Long successes) {}

    /** What makes a target unhealthy; {@code interval} is in seconds and for active checks only. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record UnhealthySpec(
            @Nullable Long httpFailures,
            @Nullable Long tcpFailures,
            @Nullable Long timeouts,
            @Nullable List<Long> httpStatuses,
            @Nullable Long interval) {}
}
