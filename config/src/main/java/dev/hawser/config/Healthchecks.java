package dev.hawser.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream learns which of its targets are healthy.
 *
 * <p>Source of fields, defaults and ranges: Kong Gateway 3.9, entity {@code upstreams}, field {@code healthchecks}.
 *
 * @param active probes sent by the gateway; {@code null} means none
 * @param passive conclusions drawn from proxied requests; {@code null} means none
 * @param threshold the percentage (0 to 100) of available weight that must be exceeded for the upstream to serve;
 *     {@code null} means 0
 */
public record Healthchecks(
        @Nullable Active active,
        @Nullable Passive passive,
        @Nullable Double threshold) {

    /** What a check speaks. */
    public enum Type {
        HTTP("http"),
        HTTPS("https"),
        TCP("tcp"),
        GRPC("grpc"),
        GRPCS("grpcs");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public static Optional<Type> parse(String text) {
            for (Type type : values()) {
                if (type.text.equals(text)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Probes sent by the gateway.
     *
     * @param type {@code null} means {@link Type#HTTP}
     * @param timeout seconds for a whole probe, 0 to 65535; {@code null} means 1
     * @param concurrency probes under way at once, 1 to 2^31; {@code null} means 10
     * @param httpPath the path asked for; {@code null} means {@code "/"}
     * @param httpsSni the server name of a TLS probe; {@code null} means the target's host
     * @param httpsVerifyCertificate {@code null} means true
     * @param headers header fields added to a probe
     * @param healthy what makes a target healthy; {@code null} means every field at its default
     * @param unhealthy what makes a target unhealthy; {@code null} means every field at its default
     */
    public record Active(
            @Nullable Type type,
            @Nullable Integer timeout,
            @Nullable Integer concurrency,
            @Nullable String httpPath,
            @Nullable String httpsSni,
            @Nullable Boolean httpsVerifyCertificate,
            Map<String, List<String>> headers,
            @Nullable Healthy healthy,
            @Nullable Unhealthy unhealthy) {

        public Active {
            headers = copyOf(headers);
        }
    }

    /**
     * Conclusions drawn from proxied requests.
     *
     * @param type {@code null} means {@link Type#HTTP}
     * @param healthy what makes a target healthy; {@code null} means every field at its default
     * @param unhealthy what makes a target unhealthy; {@code null} means every field at its default
     */
    public record Passive(
            @Nullable Type type,
            @Nullable Healthy healthy,
            @Nullable Unhealthy unhealthy) {}

    /**
     * What makes a target healthy.
     *
     * @param httpStatuses the statuses that count as a success; {@code null} means 200 and 302 for active checks, and
     *     200 to 208, 226 and 300 to 308 for passive ones
     * @param interval seconds between probes of a healthy target, 0 to 65535, active checks only; 0 (the default)
     *     sends none
     * @param successes successes in a row that make a target healthy, 0 to 255; 0 (the default) never does
     */
    public record Healthy(
            @Nullable List<Integer> httpStatuses,
            @Nullable Integer interval,
            @Nullable Integer successes) {

        public Healthy {
            httpStatuses = httpStatuses == null ? null : List.copyOf(httpStatuses);
        }
    }

    /**
     * What makes a target unhealthy. A count of 0, the default of each, switches that reason off.
     *
     * @param httpStatuses the statuses that count as a failure; {@code null} means 429, 404 and 500 to 505 for active
     *     checks, and 429, 500 and 503 for passive ones
     * @param interval seconds between probes of an unhealthy target, 0 to 65535, active checks only; 0 (the default)
     *     sends none
     * @param httpFailures failing statuses, 0 to 255
     * @param tcpFailures failed connections, 0 to 255
     * @param timeouts timeouts, 0 to 255
     */
    public record Unhealthy(
            @Nullable List<Integer> httpStatuses,
            @Nullable Integer interval,
            @Nullable Integer httpFailures,
            @Nullable Integer tcpFailures,
            @Nullable Integer timeouts) {

        public Unhealthy {
            httpStatuses = httpStatuses == null ? null : List.copyOf(httpStatuses);
        }
    }

    /** An unmodifiable copy in the same order, since the order of header fields is part of a configuration. */
    static Map<String, List<String>> copyOf(Map<String, List<String>> headers) {
        Map<String, List<String>> copy = LinkedHashMap.newLinkedHashMap(headers.size());
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }
}
