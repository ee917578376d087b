/**
 * Learns which endpoints are fit, from probes and from proxied requests, as Kong does.
 *
 * <p>What comes in: the upstreams of the current snapshot; the results of probes, of exchanges (as an {@link
 * dev.hawser.proxy.http.exchange.ExchangeObserver}) and of operators. What goes out: {@link
 * dev.hawser.proxy.balancing.Endpoint#healthy()}, which balancers read, and {@link
 * dev.hawser.proxy.health.TargetHealth}, which is shown.
 *
 * <p>Upstreams come on the thread that applies configurations. Probes are timed and sent on one loop of their own, the
 * {@link dev.hawser.proxy.health.ProbeEngine}. Results of exchanges come on all event loops, which take no lock unless a
 * result is to be counted.
 *
 * <p>Start here: {@link dev.hawser.proxy.health.HealthChecks}, then {@code HealthState}.
 */
@NullMarked
package dev.hawser.proxy.health;

import org.jspecify.annotations.NullMarked;
