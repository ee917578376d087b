package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Events as text frames, one each: how the API serves a watch to a client that asks for an upgrade. */
record WebSocketSink(Channel channel) implements EventSink {

    private static final int MAX_FRAME_BYTES = 64 * 1024;

    /**
     * Completes the handshake.
     *
     * @param upgrade the client's request; read only
     * @throws IOException when it asks for a version other than RFC 6455's, or the client is gone
     */
    static WebSocketSink open(Channel channel, FullHttpRequest upgrade) throws IOException, InterruptedException {
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://" + upgrade.headers().get("host", "localhost") + upgrade.uri(),
                        null,
                        false,
                        MAX_FRAME_BYTES)
                .newHandshaker(upgrade);
        if (handshaker == null) {
            ChunkedSink.await(WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel));
            throw new IOException("Sec-WebSocket-Version: unsupported (expected: 13)");
        }
        ChannelPromise done = channel.newPromise();
        // The handshake exchanges the handlers of the pipeline, which is the event loop's business.
        channel.eventLoop().execute(() -> shakeHands(handshaker, channel, upgrade, done));
        ChunkedSink.await(done);
        return new WebSocketSink(channel);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It is the promise that was handed in.
    private static void shakeHands(
            WebSocketServerHandshaker handshaker, Channel channel, FullHttpRequest upgrade, ChannelPromise done) {
        try {
            handshaker.handshake(channel, upgrade, EmptyHttpHeaders.INSTANCE, done);
        } catch (WebSocketHandshakeException e) {
            done.tryFailure(e);
        }
    }

    @Override
    public void send(List<ObjectNode> events) throws IOException, InterruptedException {
        ChannelFuture last = channel.newSucceededFuture();
        for (ObjectNode event : events) {
            last = channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(Json.bytes(event))));
        }
        channel.flush();
        ChunkedSink.await(last);
    }

    @Override
    public void end() {
        channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
