/**
 * Watches a cluster and says what it means, again whenever that changes.
 *
 * <p>What comes in: the objects of a Kubernetes API, through informers. What goes out: a {@link
 * dev.hawser.kubernetes.Translation} for each state of the cluster that means something else than the one before.
 *
 * <p>One virtual thread owns all state. The informers' threads only enqueue.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.watch.ResourceWatch}.
 */
@NullMarked
package dev.hawser.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
