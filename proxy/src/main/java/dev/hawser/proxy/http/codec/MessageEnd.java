package dev.hawser.proxy.http.codec;

import org.jspecify.annotations.Nullable;

/**
 * The end of a message.
 *
 * @param trailers the trailer fields after a chunked body (RFC 9110 section 6.5); {@code null} when there are none
 */
public record MessageEnd(@Nullable Fields trailers) {

    /** An end without trailers. */
    public static final MessageEnd PLAIN = new MessageEnd(null);
}
