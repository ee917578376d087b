/**
 * From a cluster's API to translations: informers, the batching of their events, and the loop that translates.
 *
 * <p>What comes in: the events of one informer for each kind (and namespace). What goes out: a
 * {@link dev.hawser.kubernetes.Translation} each time it means something else than the one before. Threads: informers
 * call back on the client's threads and only put events into a queue; one virtual thread takes them out and owns the
 * snapshot, the batch and the last translation.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.watch.ResourceWatch}, then {@code ControlLoop}.
 */
@NullMarked
package dev.hawser.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
