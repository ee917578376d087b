package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.Json;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Events as lines of JSON in one chunked response. */
record ChunkedSink(Channel channel) implements EventSink {

    /** Sends the head of the response. */
    static ChunkedSink open(Channel channel) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, ApiResponse.JSON)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        channel.writeAndFlush(head).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        return new ChunkedSink(channel);
    }

    @Override
    public void send(List<ObjectNode> events) throws IOException, InterruptedException {
        ByteBuf lines = channel.alloc().buffer();
        for (ObjectNode event : events) {
            lines.writeBytes(Json.bytes(event)).writeByte('\n');
        }
        await(channel.writeAndFlush(new DefaultHttpContent(lines)));
    }

    @Override
    public void end() {
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    static void await(ChannelFuture written) throws IOException, InterruptedException {
        written.await();
        if (!written.isSuccess()) {
            throw new IOException("watch: the client is gone (expected: an open connection)", written.cause());
        }
    }
}
