/**
 * What the data plane tells monitoring systems, in the text format of Prometheus, under the names that Kong's prometheus
 * plugin gives.
 *
 * <p>What comes in: {@link dev.hawser.proxy.metrics.MetricSource}s, which are asked when somebody scrapes. What goes out:
 * text. Any thread.
 *
 * <p>Start here: {@link dev.hawser.proxy.metrics.MetricSource}.
 */
@NullMarked
package dev.hawser.proxy.metrics;

import org.jspecify.annotations.NullMarked;
