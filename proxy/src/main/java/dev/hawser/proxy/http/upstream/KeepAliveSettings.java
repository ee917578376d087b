package dev.hawser.proxy.http.upstream;

import java.time.Duration;

/**
 * How long connections to endpoints are kept, as Kong's {@code upstream_keepalive_…} settings name it.
 *
 * @param poolSize how many idle ones an event loop keeps for each endpoint, 0 for none; default {@value #DEFAULT_POOL_SIZE}
 * @param maxRequests how many requests one carries, at least 1; default {@value #DEFAULT_MAX_REQUESTS}
 * @param idleTimeout how long one may be idle; default 60 seconds
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
        if (maxRequests < 1) {
            throw new IllegalArgumentException(
                    "upstream_keepalive_max_requests: " + maxRequests + " (expected: at least 1)");
        }
    }
}
