/**
 * What is told by Kubernetes events: problems of objects, and whether the data plane took the configuration.
 *
 * <p>What comes in: {@linkplain dev.hawser.kubernetes.Outcome outcomes} of translation. What goes out: events, each once
 * for as long as what it tells does not change. {@link dev.hawser.kubernetes.event.EventComposer} says, purely, what is to
 * be told; {@link dev.hawser.kubernetes.event.EventWriter} tells it, on one thread, while this instance leads.
 *
 * <p>Start here: {@link dev.hawser.kubernetes.event.EventComposer}.
 */
@NullMarked
package dev.hawser.kubernetes.event;

import org.jspecify.annotations.NullMarked;
