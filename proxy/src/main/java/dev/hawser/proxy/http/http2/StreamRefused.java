package dev.hawser.proxy.http.http2;

/**
 * Told to the handlers of a stream before it closes: the peer did nothing with the request, which may be sent again
 * whatever it is (RFC 9113 section 8.7). It refused the stream, or went away before it.
 */
public enum StreamRefused {
    EVENT
}
