package dev.hawser.proxy.http.upstream;

import java.time.Duration;

/**
 * How long connections to endpoints are kept, as Kong's {@code upstream_keepalive_…} settings name it and with its
 * defaults ({@code kong.conf}).
 *
 * @param poolSize how many idle ones an event loop keeps for each endpoint, 0 for none; default {@value #DEFAULT_POOL_SIZE}
 * @param maxRequests how many requests one carries, 0 for any number; default {@value #DEFAULT_MAX_REQUESTS}
 * @param idleTimeout how long one may be idle, zero for any time; default 60 seconds
 */
public record KeepAliveSettings(int poolSize, int maxRequests, Duration idleTimeout) {

    public static final int DEFAULT_POOL_SIZE = 512;
    public static final int DEFAULT_MAX_REQUESTS = 10_000;
    public static final KeepAliveSettings DEFAULT =
            new KeepAliveSettings(DEFAULT_POOL_SIZE, DEFAULT_MAX_REQUESTS, Duration.ofSeconds(60));

    public KeepAliveSettings {
        if (poolSize < 0) {
            throw new IllegalArgumentException("upstream_keepalive_pool_size: " + poolSize + " (expected: at least 0)");
        }
        if (maxRequests < 0) {
            throw new IllegalArgumentException(
                    "upstream_keepalive_max_requests: " + maxRequests + " (expected: at least 0)");
        }
        if (idleTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "upstream_keepalive_idle_timeout: " + idleTimeout + " (expected: at least 0)");
        }
    }

    /** Whether a connection that carried so many requests carries another. */
    boolean allowsAfter(int requests) {
        return poolSize > 0 && (maxRequests == 0 || requests < maxRequests);
    }
}
