package dev.hawser.proxy.http.http2;

import io.netty.channel.ChannelHandler;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * When what streams write goes out. Each of them flushes for itself, and each flush would be a system call, and a TLS record,
 * of its own: instead all that is written in one turn of the event loop goes out together at its end.
 */
public final class FlushPolicy {

    /** So many streams flush before what they wrote goes out within a turn. */
    private static final int MOST_AT_ONCE = 256;

    private FlushPolicy() {}

    /** To stand between the frames of a connection and TLS, or the socket. */
    public static ChannelHandler ofStreams() {
        return new FlushConsolidationHandler(MOST_AT_ONCE, true);
    }
}
