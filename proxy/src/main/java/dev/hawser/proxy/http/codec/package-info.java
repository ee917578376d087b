/**
 * Turns bytes into the parts of HTTP/1.1 messages and back.
 *
 * <p>A head is copied once, into an array of its length, and its {@link dev.hawser.proxy.http.codec.Fields} are a table
 * of where its lines stand. Bodies are passed on without a copy where that pays. {@code docs/http.md} has the rules and
 * limits.
 *
 * <p>On a connection with a codec installed these objects go through the pipeline, both ways: a {@link
 * dev.hawser.proxy.http.codec.RequestHead} or {@link dev.hawser.proxy.http.codec.ResponseHead}, then a {@link
 * io.netty.buffer.ByteBuf} for each piece of the body, then one {@link dev.hawser.proxy.http.codec.MessageEnd}. The head
 * of an interim response (1xx) stands alone. What cannot be read is reported as one {@link
 * dev.hawser.proxy.http.codec.MalformedMessage}, after which nothing more is reported. Whoever takes a buffer releases it.
 *
 * <p>Ambiguous messages are refused, never repaired. Everything here belongs to the event loop of its connection.
 *
 * <p>Start here: {@link dev.hawser.proxy.http.codec.DownstreamCodec}.
 */
@NullMarked
package dev.hawser.proxy.http.codec;

import org.jspecify.annotations.NullMarked;
