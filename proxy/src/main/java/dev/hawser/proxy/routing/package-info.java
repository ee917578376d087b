/**
 * Finds the route of a request, ordered and matched as Kong's {@code traditional_compatible} router does, and the path
 * that goes upstream.
 *
 * <p>What comes in: the routes of a configuration, once, and requests. What goes out: a {@link
 * dev.hawser.proxy.routing.RouteMatch}. Everything is immutable once built and read by all event loops.
 *
 * <p>Start here: {@link dev.hawser.proxy.routing.Router}.
 */
@NullMarked
package dev.hawser.proxy.routing;

import org.jspecify.annotations.NullMarked;
