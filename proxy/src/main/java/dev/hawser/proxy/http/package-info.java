/**
 * The gateway as a whole: where it listens, on which event loops, and how it stops.
 *
 * <p>What comes in: {@link dev.hawser.proxy.http.GatewaySettings} and the {@link
 * dev.hawser.proxy.runtime.SnapshotHolder}. What goes out: a running {@link dev.hawser.proxy.http.Gateway}. Below are, in
 * the order a request meets them: {@code codec} (bytes to messages), {@code connection} (what both kinds of connection
 * share), {@code exchange} (a request and its response), {@code upstream} (connections to endpoints), {@code tls}
 * (certificates by server name). Each event loop has its own listening sockets, exchanges and connection pool.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.Gateway}.
 */
@NullMarked
package dev.hawser.proxy.http;

import org.jspecify.annotations.NullMarked;
