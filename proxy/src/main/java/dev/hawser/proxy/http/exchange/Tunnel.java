package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Service;
import dev.hawser.proxy.http.connection.MessageConnection;
import dev.hawser.proxy.http.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes bytes both ways between two connections that no longer speak HTTP, as fast as each side takes them. A client that
 * ends its direction alone has that passed on, and goes on receiving, where neither connection is TLS. When a side closes,
 * the other gets what is left and is closed too; so it is when nothing moved for the read timeout of the service, and when
 * the endpoint is gone for too long.
 */
final class Tunnel implements ClientConnection.User, UpstreamConnection.User {

    private final ClientConnection client;
    private final UpstreamConnection upstream;
    private final Service service;
    private final Silence silence;
    private final Runnable onEnd;
    private boolean endPassed;
    private boolean over;

    /** @param onEnd is called once, when both connections are closed or about to be */
    Tunnel(ClientConnection client, UpstreamConnection upstream, Service service, Runnable onEnd) {
        this.client = client;
        this.upstream = upstream;
        this.service = service;
        this.silence = new Silence(client);
        this.onEnd = onEnd;
        client.allowHalfClosure();
    }

    /** Moves what can be moved, both ways. */
    void pump() {
        if (over) {
            return;
        }
        boolean clientDry = move(client, upstream);
        move(upstream, client);
        if (over) {
            return;
        }
        if (upstream.closed() || (client.inputEnded() && !upstream.halfClosable())) {
            end();
            return;
        }
        if (clientDry && client.inputEnded() && !endPassed) {
            endPassed = true;
            upstream.endOutput();
        }
        silence.watch(upstream, service, RequestBody.Progress.SENT);
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

    /** Whether nothing is left to be moved. A flush that makes room has all of it done again before it returns. */
    private static boolean move(MessageConnection from, MessageConnection to) {
        boolean dry = false;
        while (!dry && to.writable()) {
            Object message = from.poll();
            dry = message == null;
            if (message != null) {
                pass(message, to);
            }
        }
        to.flush();
        return dry;
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
    public void onClientInputEnded() {
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

    @Override
    public void onEndpointGone() {
        end();
    }
}
