/**
 * The files that tell Kubernetes clients where an API is and who they are.
 *
 * <p>What comes in: an address and credentials. What goes out: a file. No state, no threads.
 *
 * <p>Start here: {@link dev.hawser.server.playground.kubeconfig.Kubeconfig}.
 */
@NullMarked
package dev.hawser.server.playground.kubeconfig;

import org.jspecify.annotations.NullMarked;
