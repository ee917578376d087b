package dev.hawser.kubernetes;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The words that fields of a {@link KongUpstreamPolicySpec} take, for its CustomResourceDefinition. The spec itself keeps
 * them as text, so that an object with another word can still be read, and its problem told.
 */
final class PolicyWords {

    private PolicyWords() {}

    /** Values of {@code spec.algorithm}. */
    enum Algorithm {
        @JsonProperty("round-robin")
        ROUND_ROBIN,
        @JsonProperty("consistent-hashing")
        CONSISTENT_HASHING,
        @JsonProperty("least-connections")
        LEAST_CONNECTIONS,
        @JsonProperty("latency")
        LATENCY,
        @JsonProperty("sticky-sessions")
        STICKY_SESSIONS
    }

    /** Values of {@code input}. */
    enum Input {
        @JsonProperty("ip")
        IP,
        @JsonProperty("consumer")
        CONSUMER,
        @JsonProperty("path")
        PATH,
        @JsonProperty("none")
        NONE
    }

    /** Values of a health check's {@code type}. */
    enum CheckType {
        @JsonProperty("http")
        HTTP,
        @JsonProperty("https")
        HTTPS,
        @JsonProperty("tcp")
        TCP,
        @JsonProperty("grpc")
        GRPC,
        @JsonProperty("grpcs")
        GRPCS
    }

    /** Values of a condition's {@code status}. */
    enum ConditionStatus {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
