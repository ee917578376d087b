/**
 * Chooses the endpoint of a request, and keeps a client at its endpoint.
 *
 * <p>What comes in: the targets of an upstream, and requests. What goes out: a {@link
 * dev.hawser.proxy.balancing.Selection}. Balancers are shared by all event loops and do not lock.
 *
 * <p>Start here: {@link dev.hawser.proxy.balancing.Balancer}.
 */
@NullMarked
package dev.hawser.proxy.balancing;

import org.jspecify.annotations.NullMarked;
