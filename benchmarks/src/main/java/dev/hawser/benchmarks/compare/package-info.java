/**
 * Compares the whole gateway with nginx and HAProxy: the same job, the same origins, the same core, in turn.
 *
 * <p>What comes in: the programs, found on the path. What goes out: a Markdown table. The proxies run on core 0; their
 * origins, the load and this program on core 1, so that nothing but the proxy is measured. Two threads at most.
 *
 * <p>Start here: {@link dev.hawser.benchmarks.compare.Compare}.
 */
@NullMarked
package dev.hawser.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
