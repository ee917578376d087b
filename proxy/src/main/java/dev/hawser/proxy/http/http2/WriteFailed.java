package dev.hawser.proxy.http.http2;

/**
 * Told to the handlers of a connection, perhaps several times: what was written does not reach the peer any more, whose
 * own words may still come.
 */
public enum WriteFailed {
    EVENT
}
