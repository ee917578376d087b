/**
 * Learns by active checks which endpoints are fit.
 *
 * <p>What comes in: the upstreams of the current snapshot. What goes out: {@link
 * dev.hawser.proxy.balancing.Endpoint#healthy()}, which balancers read. Each checked endpoint has a virtual thread of
 * its own, which outlives configurations for as long as the endpoint and its settings do; no event loop is involved.
 *
 * <p>Start here: {@link dev.hawser.proxy.health.HealthChecks}.
 */
@NullMarked
package dev.hawser.proxy.health;

import org.jspecify.annotations.NullMarked;
