/**
 * Connections to endpoints: made, kept for reuse, and given up.
 *
 * <p>What comes in: an {@link dev.hawser.proxy.balancing.Endpoint}. What goes out: an {@link
 * dev.hawser.proxy.http.upstream.UpstreamConnection} that one exchange at a time uses: a connection of HTTP/1.1, or a stream
 * of one of HTTP/2. Each event loop has connections of its own and its own knowledge of host names ({@link
 * dev.hawser.proxy.http.upstream.NameLookup}), and nothing is shared between loops.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.upstream.Upstreams}.
 */
@NullMarked
package dev.hawser.proxy.http.upstream;

import org.jspecify.annotations.NullMarked;
