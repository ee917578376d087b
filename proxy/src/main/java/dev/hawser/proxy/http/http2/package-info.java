/**
 * HTTP/2 (RFC 9113) on connections of clients and of endpoints: what Netty reads of frames becomes the objects that the
 * codec of HTTP/1.1 reads, and back, stream by stream; so what comes behind knows one protocol.
 *
 * <p>A block of fields is first held to the rules of RFC 9113 section 8, then written as the head of an HTTP/1.1 message and
 * read by the rules of that. So whatever is refused in one version is refused in the other, and a message that goes on in
 * the other version cannot be mistaken for another ("downgrade smuggling"). {@code docs/http.md} has the rules and limits.
 *
 * <p>Everything here belongs to the event loop of its connection.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.http2.BlockReader} and {@link dev.hawser.proxy.http.http2.Blocks} for blocks of
 * fields, {@link dev.hawser.proxy.http.http2.ServerCodec} and {@link dev.hawser.proxy.http.http2.RequestStreamHandler} for
 * connections of clients.
 */
@NullMarked
package dev.hawser.proxy.http.http2;

import org.jspecify.annotations.NullMarked;
