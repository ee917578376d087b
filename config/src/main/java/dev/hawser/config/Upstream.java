package dev.hawser.config;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Targets that share requests, and how: Kong's entity {@code upstreams}.
 *
 * @param id the identity; {@code null} when none was given
 * @param name the name, which services use as their host
 * @param algorithm how a target is chosen; default round-robin
 * @param slots the size of the ring of consistent hashing, 10 to 65536; {@code null} means {@value #DEFAULT_SLOTS}
 * @param hashOn what is hashed; {@code null} means none
 * @param hashFallback what is hashed when {@code hashOn} yields nothing; {@code null} means none. When this is a cookie, {@code hashOn} is not one
 * @param stickySessions the session cookie of the sticky-sessions algorithm; {@code null} means none
 * @param hostHeader the Host sent to targets when a route does not preserve the request's; {@code null} means the target's
 * @param healthchecks {@code null} means none
 * @param clientCertificate the certificate that targets are shown by services without one of their own, and by probes;
 *     {@code null} means none
 * @param tags free labels
 * @param targets the addresses behind it
 */
public record Upstream(
        @Nullable UUID id,
        String name,
        Algorithm algorithm,
        @Nullable Integer slots,
        @Nullable HashInput hashOn,
        @Nullable HashInput hashFallback,
        @Nullable StickySessions stickySessions,
        @Nullable String hostHeader,
        @Nullable Healthchecks healthchecks,
        @Nullable UUID clientCertificate,
        List<String> tags,
        List<Target> targets) {

    public static final int DEFAULT_SLOTS = 10000;

    public Upstream {
        tags = List.copyOf(tags);
        targets = List.copyOf(targets);
    }

    /** Starts an upstream with everything else at its default. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(name)
                .id(id)
                .algorithm(algorithm)
                .slots(slots)
                .hashOn(hashOn)
                .hashFallback(hashFallback)
                .stickySessions(stickySessions)
                .hostHeader(hostHeader)
                .healthchecks(healthchecks)
                .clientCertificate(clientCertificate)
                .tags(tags)
                .targets(targets);
    }

    /** Collects the parts of an upstream; used by one thread. */
    public static final class Builder {

        private @Nullable UUID id;
        private final String name;
        private Algorithm algorithm = Algorithm.ROUND_ROBIN;
        private @Nullable Integer slots;
        private @Nullable HashInput hashOn;
        private @Nullable HashInput hashFallback;
        private @Nullable StickySessions stickySessions;
        private @Nullable String hostHeader;
        private @Nullable Healthchecks healthchecks;
        private @Nullable UUID clientCertificate;
        private List<String> tags = List.of();
        private List<Target> targets = List.of();

        private Builder(String name) {
            this.name = name;
        }

        public Builder id(@Nullable UUID id) {
            this.id = id;
            return this;
        }

        public Builder algorithm(Algorithm algorithm) {
            this.algorithm = algorithm;
            return this;
        }

        public Builder slots(@Nullable Integer slots) {
            this.slots = slots;
            return this;
        }

        public Builder hashOn(@Nullable HashInput hashOn) {
            this.hashOn = hashOn;
            return this;
        }

        public Builder hashFallback(@Nullable HashInput hashFallback) {
            this.hashFallback = hashFallback;
            return this;
        }

        public Builder stickySessions(@Nullable StickySessions stickySessions) {
            this.stickySessions = stickySessions;
            return this;
        }

        public Builder hostHeader(@Nullable String hostHeader) {
            this.hostHeader = hostHeader;
            return this;
        }

        public Builder healthchecks(@Nullable Healthchecks healthchecks) {
            this.healthchecks = healthchecks;
            return this;
        }

        public Builder clientCertificate(@Nullable UUID clientCertificate) {
            this.clientCertificate = clientCertificate;
            return this;
        }

        public Builder tags(List<String> tags) {
            this.tags = tags;
            return this;
        }

        public Builder targets(List<Target> targets) {
            this.targets = targets;
            return this;
        }

        public Upstream build() {
            return new Upstream(
                    id,
                    name,
                    algorithm,
                    slots,
                    hashOn,
                    hashFallback,
                    stickySessions,
                    hostHeader,
                    healthchecks,
                    clientCertificate,
                    tags,
                    targets);
        }
    }
}
