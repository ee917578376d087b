/**
 * What is told to the owners of objects by status: the addresses of Ingresses, the ancestors of policies.
 *
 * <p>What comes in: {@linkplain dev.hawser.kubernetes.Outcome outcomes} of translation. What goes out: patches of status
 * subresources. {@link dev.hawser.kubernetes.status.StatusComposer} says, purely, which statuses objects should have;
 * {@link dev.hawser.kubernetes.status.StatusWriter} brings the cluster to that, on one thread, while this instance leads.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.status.StatusComposer}.
 */
@NullMarked
package dev.hawser.kubernetes.status;

import org.jspecify.annotations.NullMarked;
