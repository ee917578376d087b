package dev.hawser.proxy.admin;

/**
 * What the data plane counts for {@code GET /status}; its names are those of Kong's {@code server} object.
 *
 * @param connectionsAccepted client connections since the start
 * @param connectionsActive client connections that are open
 * @param totalRequests requests since the start
 */
public record ServerCounts(long connectionsAccepted, long connectionsActive, long totalRequests) {}
