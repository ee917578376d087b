/**
 * A network namespace of our own, in which pods have addresses that a Kubernetes API server accepts, and the way into it.
 *
 * <p>What comes in: addresses that this machine listens at. What goes out: a child process in the namespace, and relays
 * that carry each connection there through a Unix domain socket. Every connection has two virtual threads at each end.
 *
 * <p>Start here: {@link dev.hawser.server.playground.cluster.network.NetworkNamespace}.
 */
@NullMarked
package dev.hawser.server.playground.cluster.network;

import org.jspecify.annotations.NullMarked;
