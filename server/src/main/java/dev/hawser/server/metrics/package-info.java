/**
 * What the control plane counts and measures, for Prometheus, under the names that Kong Ingress Controller's dashboards use.
 *
 * <p>What comes in: translations and tries to have configurations served. What goes out: {@code /metrics}. Any thread.
 *
 * <p>Start here: {@link dev.hawser.server.metrics.ControllerMetrics}.
 */
@NullMarked
package dev.hawser.server.metrics;

import org.jspecify.annotations.NullMarked;
