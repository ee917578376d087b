/**
 * Probes over real connections: HTTP/1.0, plain TCP, and gRPC's health service, with and without TLS.
 *
 * <p>What comes in: an endpoint and the {@link dev.hawser.proxy.health.ActiveChecks} of its upstream. What goes out: a
 * {@link dev.hawser.proxy.health.CheckResult}. Everything runs on one event loop of its own, so that probes, however many
 * and however their handshakes go, never hold up requests.
 *
 * <p>Start here: {@link dev.hawser.proxy.health.probe.NettyProbes}.
 */
@NullMarked
package dev.hawser.proxy.health.probe;

import org.jspecify.annotations.NullMarked;
