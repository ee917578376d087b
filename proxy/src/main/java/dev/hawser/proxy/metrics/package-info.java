/**
 * What the data plane tells monitoring systems, in the text format of Prometheus, under the names that Kong's prometheus
 * plugin gives.
 *
 * <p>What comes in: what exchanges tell their observers, on event loops, which count without locks; and
 * {@link dev.hawser.proxy.metrics.MetricSource}s are asked when somebody scrapes, by any thread. What goes out: text. How many
 * series there are depends on the configuration only, never on what clients send.
 *
 * <p>Start here: {@link dev.hawser.proxy.metrics.MetricSource}.
 */
@NullMarked
package dev.hawser.proxy.metrics;

import org.jspecify.annotations.NullMarked;
