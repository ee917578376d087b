/**
 * A small HTTP server for what is not traffic: probes, metrics and diagnostics.
 *
 * <p>What comes in: addresses and, for each path, something to answer with. What goes out: answers, each on a virtual thread.
 *
 * <p>Start here: {@link dev.hawser.server.http.HttpEndpoint}.
 */
@NullMarked
package dev.hawser.server.http;

import org.jspecify.annotations.NullMarked;
