package dev.hawser.proxy.http.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;

/** Two ends of TLS that talk to each other on the thread of a test. */
final class EmbeddedHandshake implements AutoCloseable {

    private final EmbeddedChannel server;
    private final EmbeddedChannel client;

    private EmbeddedHandshake(EmbeddedChannel server, EmbeddedChannel client) {
        this.server = server;
        this.client = client;
    }

    /** They shake hands until neither has anything to say, as friends or not. */
    static EmbeddedHandshake of(SslHandler server, SslHandler client) {
        EmbeddedHandshake handshake = new EmbeddedHandshake(new EmbeddedChannel(server), new EmbeddedChannel(client));
        handshake.talk();
        return handshake;
    }

    void talk() {
        while (move(client, server) + move(server, client) > 0) {
            // Until nobody has anything to say.
        }
    }

    SslHandler client() {
        return client.pipeline().get(SslHandler.class);
    }

    /** Has the server send a piece of data. Returns how many bytes came with it. */
    int tell() {
        server.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
        return move(server, client);
    }

    private static int move(EmbeddedChannel from, EmbeddedChannel to) {
        int moved = 0;
        for (ByteBuf sent = from.readOutbound(); sent != null; sent = from.readOutbound()) {
            moved += sent.readableBytes();
            var _ = to.writeOneInbound(sent);
        }
        to.flushInbound();
        return moved;
    }

    @Override
    public void close() {
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
    }
}
