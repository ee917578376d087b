package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Service;
import dev.hawser.proxy.http.connection.MessageConnection;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes bytes both ways between two connections that no longer speak HTTP, as fast as each side takes them. When one
 * side ends, the other gets what is left and is closed too; so it is when nothing moved for the read timeout of the
 * service.
 */
final class Tunnel implements ClientConnection.User, UpstreamConnection.User {

    private final ClientConnection client;
    private final UpstreamConnection upstream;
    private final Service service;
    private final Silence silence;
    private final Runnable onEnd;
    private boolean over;

    /** @param onEnd is called once, when both connections are closed or about to be */
    Tunnel(ClientConnection client, UpstreamConnection upstream, Service service, Runnable onEnd) {
        this.client = client;
        this.upstream = upstream;
        this.service = service;
        this.silence = new Silence(client);
        this.onEnd = onEnd;
    }

    /** Moves what can be moved, both ways. */
    void pump() {
        if (over) {
            return;
        }
        move(client, upstream);
        move(upstream, client);
        if (upstream.closed()) {
            end();
        } else if (!over) {
            silence.watch(upstream, service, RequestBody.Progress.SENT);
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        drain(client, upstream);
        drain(upstream, client);
        client.closeAfterFlush();
        upstream.closeAfterFlush();
        upstream.detach();
        onEnd.run();
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

    @Override
    public void onClientReadable() {
        pump();
    }

    @Override
    public void onClientWritable() {
        pump();
    }

    @Override
    public void onClientClosed() {
        end();
    }

    @Override
    public void onClientTimeout() {
        if (silence.clientIsTooSlow(RequestBody.Progress.SENT)) {
            end();
        }
    }

    @Override
    public void onUpstreamReadable() {
        pump();
    }

    @Override
    public void onUpstreamWritable() {
        pump();
    }

    @Override
    public void onUpstreamClosed() {
        end();
    }

    @Override
    public void onUpstreamTimeout() {
        end();
    }
}
