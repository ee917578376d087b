/**
 * The PROXY protocol, versions 1 and 2, by which a load balancer says in front of everything else whose connection it passes
 * on (HAProxy, "The PROXY protocol", 2020).
 *
 * <p>What comes in: the first octets of a connection. What goes out: a {@link dev.hawser.proxy.http.proxyprotocol.ProxyHeader}
 * as an event, and what follows it as it came; or the end of the connection. Everything belongs to the event loop of its
 * connection, but for {@link dev.hawser.proxy.http.proxyprotocol.RefusedHeaders}.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.proxyprotocol.ProxyProtocolHandler}.
 */
@NullMarked
package dev.hawser.proxy.http.proxyprotocol;

import org.jspecify.annotations.NullMarked;
