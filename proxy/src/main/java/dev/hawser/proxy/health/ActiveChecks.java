package dev.hawser.proxy.health;

import dev.hawser.config.Certificate;
import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.tls.EndpointTls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the endpoints of an upstream are probed, with every default filled in (Kong Gateway 3.9, entity {@code upstreams}).
 *
 * @param type what a probe speaks
 * @param timeout of a whole probe, from looking up the name to the verdict, 1 to {@value
 *     #MAX_TIMEOUT_SECONDS} seconds
 * @param concurrency probes of the upstream under way at once, at least 1
 * @param path what a probe of type http or https asks for
 * @param hostHeader the Host of a probe, and the authority of one of type grpc or grpcs; {@code null} means the
 *     endpoint's host
 * @param serverName the name that a probe over TLS asks for and that the certificate must have; {@code null} means the
 *     name in {@code hostHeader}, or else the endpoint's host
 * @param tls whom a probe over TLS trusts, and the certificate that it shows
 * @param headers fields added to a probe of type http, https, grpc or grpcs
 * @param healthyInterval between probes of a healthy endpoint; zero sends none
 * @param unhealthyInterval between probes of an unhealthy endpoint; zero sends none
 * @param thresholds what becomes of their results
 */
public record ActiveChecks(
        Healthchecks.Type type,
        Duration timeout,
        int concurrency,
        String path,
        @Nullable String hostHeader,
        @Nullable String serverName,
        EndpointTls tls,
        Map<String, List<String>> headers,
        Duration healthyInterval,
        Duration unhealthyInterval,
        Thresholds thresholds) {

    /** A probe that hangs for longer would hold the place of others. */
    static final int MAX_TIMEOUT_SECONDS = 60;

    private static final int DEFAULT_TIMEOUT_SECONDS = 1;
    private static final int DEFAULT_CONCURRENCY = 10;

    /**
     * What is to be probed; {@code null} when no interval is set.
     *
     * @param client the certificate that endpoints are shown; {@code null} means none
     */
    public static @Nullable ActiveChecks of(
            Healthchecks.@Nullable Active active, @Nullable String hostHeader, @Nullable Certificate client) {
        if (active == null) {
            return null;
        }
        Healthchecks.Healthy healthy = active.healthy();
        Healthchecks.Unhealthy unhealthy = active.unhealthy();
        int healthyInterval = healthy == null ? 0 : orElse(healthy.interval(), 0);
        int unhealthyInterval = unhealthy == null ? 0 : orElse(unhealthy.interval(), 0);
        if (healthyInterval == 0 && unhealthyInterval == 0) {
            return null;
        }
        return new ActiveChecks(
                active.type() == null ? Healthchecks.Type.HTTP : active.type(),
                // Kong takes a timeout of 0 for none at all; a probe that never ends would end the checks.
                Duration.ofSeconds(
                        Math.clamp(orElse(active.timeout(), DEFAULT_TIMEOUT_SECONDS), 1, MAX_TIMEOUT_SECONDS)),
                Math.max(1, orElse(active.concurrency(), DEFAULT_CONCURRENCY)),
                active.httpPath() == null ? "/" : active.httpPath(),
                hostHeader,
                active.httpsSni(),
                tls(active).withClient(client),
                active.headers(),
                Duration.ofSeconds(healthyInterval),
                Duration.ofSeconds(unhealthyInterval),
                Thresholds.active(healthy, unhealthy));
    }

    private static EndpointTls tls(Healthchecks.Active active) {
        return Boolean.FALSE.equals(active.httpsVerifyCertificate()) ? EndpointTls.UNVERIFIED : EndpointTls.verified();
    }

    private static int orElse(@Nullable Integer value, int other) {
        return value == null ? other : value;
    }

    /** Whether a probe can find an unhealthy endpoint to be healthy again. */
    boolean canRecover() {
        return !unhealthyInterval.isZero() && thresholds.successes() > 0;
    }
}
