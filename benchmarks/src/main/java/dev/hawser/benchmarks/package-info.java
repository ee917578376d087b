/**
 * What the steps of a request cost: finding its route, its session, its endpoint.
 *
 * <p>Benchmarks drive the data plane through its configuration, as the gateway does, and through no other door. {@link
 * dev.hawser.benchmarks.Benchmarks} runs them and writes the tables of {@code docs/performance.md}.
 *
 * <p>Start here: {@link dev.hawser.benchmarks.RouterBenchmark}.
 */
@NullMarked
package dev.hawser.benchmarks;

import org.jspecify.annotations.NullMarked;
