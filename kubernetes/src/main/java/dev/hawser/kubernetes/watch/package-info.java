/**
 * From a cluster's API to translations: one reflector for each kind (and namespace), the batching of what they tell, and
 * the loop that translates.
 *
 * <p>What comes in: lists and the events of watches. What goes out: a {@link dev.hawser.kubernetes.Translation} each time
 * it means something else than the one before. Threads: each reflector has a virtual thread and only puts into the inbox
 * what it learns; one more virtual thread takes that out and owns the snapshot, the batch and the last translation.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.watch.ResourceWatch}, then {@code ControlLoop} and {@code Reflector}.
 */
@NullMarked
package dev.hawser.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
