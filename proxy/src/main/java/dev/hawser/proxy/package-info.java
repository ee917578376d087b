/**
 * The data plane: turns a {@link dev.hawser.config.GatewayConfig} into a running gateway.
 *
 * <p>What comes in: configurations, and the requests of clients. What goes out: responses. Packages, in the order a
 * request meets them: {@code http} (listeners, codecs, exchanges, upstream connections), {@code routing} (which route),
 * {@code balancing} (which endpoint, sessions), {@code health} (which endpoints are fit), {@code runtime} (the compiled
 * snapshot that holds them together), {@code admin} (the Admin API and status).
 *
 * <p>An exchange is confined to one event loop and reads the {@link dev.hawser.proxy.runtime.SnapshotHolder} once.
 * Configurations are compiled on the thread that brings them.
 *
 * <p>Start here: {@link dev.hawser.proxy.runtime.RuntimeSnapshot}.
 */
@NullMarked
package dev.hawser.proxy;

import org.jspecify.annotations.NullMarked;
