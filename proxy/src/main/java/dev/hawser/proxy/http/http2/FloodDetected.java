package dev.hawser.proxy.http.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/** Ends a connection whose peer sends too much of something. */
final class FloodDetected extends Http2Exception {

    private static final long serialVersionUID = 1;

    FloodDetected(Flood flood) {
        super(Http2Error.ENHANCE_YOUR_CALM, "too many of " + flood);
    }

    /** A peer must not make us collect a stack trace. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
