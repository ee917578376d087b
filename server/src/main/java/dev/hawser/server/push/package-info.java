/**
 * Pushes configurations to gateways through their Admin API: our own, or Kong's without a database.
 *
 * <p>What comes in: a {@link dev.hawser.config.GatewayConfig} each time it changes, and the addresses of gateways. What goes
 * out: the same configuration at each gateway, whole, again whenever one lost it; and the objects that a gateway rejected.
 * Threads: one virtual thread for each gateway, so that a slow one never holds up another.
 *
 * <p>Start here: {@link dev.hawser.server.push.GatewayFleet}, then {@code GatewayLink}.
 */
@NullMarked
package dev.hawser.server.push;

import org.jspecify.annotations.NullMarked;
