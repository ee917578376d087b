/** What is told by Kubernetes events; see {@link dev.hawser.kubernetes.event.EventSettings}. */
@NullMarked
package dev.hawser.kubernetes.event;

import org.jspecify.annotations.NullMarked;
