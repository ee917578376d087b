/**
 * Requests and their responses, from the first byte a client sends to the last one it gets.
 *
 * <p>What comes in: the connections of clients. What goes out: responses, of endpoints or our own. The {@link
 * dev.hawser.proxy.http.exchange.ClientConnection} starts one {@link dev.hawser.proxy.http.exchange.Exchange} after
 * another; each reads one snapshot, tries endpoints until one takes the request, and relays. Everything belongs to the
 * event loop of the client's connection, upstream connections included; nothing is shared with other loops but the
 * snapshot and the observer.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.exchange.Exchange}.
 */
@NullMarked
package dev.hawser.proxy.http.exchange;

import org.jspecify.annotations.NullMarked;
