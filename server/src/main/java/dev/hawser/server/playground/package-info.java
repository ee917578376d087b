/**
 * Everything on one machine with no cluster: an embedded Kubernetes API, a node that runs pods as small servers on
 * loopback addresses, and the same controller and gateway that run against a real cluster.
 *
 * <p>What comes in: manifests, at the start and through {@code kubectl}. What goes out: a gateway that serves them.
 *
 * <p>Start here: {@link dev.hawser.server.playground.Playground}.
 */
@NullMarked
package dev.hawser.server.playground;

import org.jspecify.annotations.NullMarked;
