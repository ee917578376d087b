package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.connection.MessageConnection;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;

/** Passes bytes both ways between two connections that no longer speak HTTP, as fast as each side takes them. */
final class Tunnel {

    private final MessageConnection client;
    private final MessageConnection upstream;

    Tunnel(MessageConnection client, MessageConnection upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    /** Moves what can be moved, both ways. */
    void pump() {
        move(client, upstream);
        move(upstream, client);
    }

    /** One side closed: the other gets what is left and is closed too. */
    void end() {
        drain(client, upstream);
        drain(upstream, client);
        client.closeAfterFlush();
        upstream.closeAfterFlush();
    }

    private static void move(MessageConnection from, MessageConnection to) {
        while (to.writable()) {
            Object message = from.poll();
            if (message == null) {
                break;
            }
            pass(message, to);
        }
        to.flush();
    }

    private static void drain(MessageConnection from, MessageConnection to) {
        for (Object message = from.poll(); message != null; message = from.poll()) {
            pass(message, to);
        }
    }

    private static void pass(Object message, MessageConnection to) {
        if (message instanceof ByteBuf) {
            to.write(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }
}
