package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.ApiFailure;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: hands its requests to the router one after the other, each on a thread of its own. */
// A close that fails leaves nothing to be done.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

    /** Requests a client may send before it has the answer to an earlier one. */
    private static final int MAX_WAITING = 16;

    private final ApiRouter router;
    private final ExecutorService threads;
    // Confined to the connection's event loop, like the field below.
    private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
    private @Nullable Future<?> running;

    ConnectionHandler(ApiRouter router, ExecutorService threads) {
        this.router = router;
        this.threads = threads;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case FullHttpRequest request -> accept(context.channel(), detached(request));
                case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()))
                            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                case CloseWebSocketFrame _ -> context.close();
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.clear();
        if (running != null) {
            running.cancel(true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.atDebug().setCause(cause).log("API connection failed");
        context.close();
    }

    private void accept(Channel channel, FullHttpRequest request) {
        waiting.add(request);
        if (waiting.size() > MAX_WAITING) {
            channel.close();
        } else if (running == null) {
            next(channel);
        }
    }

    private void next(Channel channel) {
        running = null;
        FullHttpRequest request = waiting.poll();
        if (request != null && channel.isActive()) {
            try {
                running = threads.submit(() -> answer(channel, request));
            } catch (RejectedExecutionException e) {
                // The API is closing.
                channel.close();
            }
        }
    }

    /** Runs on a virtual thread; interrupted when the connection closes. */
    private void answer(Channel channel, FullHttpRequest http) {
        try {
            ApiResponse response = respond(http);
            switch (response) {
                case ApiResponse.Document document -> write(channel, document);
                case ApiResponse.Watch(WatchStream stream) -> {
                    EventSink sink = isUpgrade(http) ? WebSocketSink.open(channel, http) : ChunkedSink.open(channel);
                    stream.run(sink);
                    sink.end();
                }
            }
            channel.eventLoop().execute(() -> next(channel));
        } catch (IOException e) {
            log.atDebug().setCause(e).log("API client is gone");
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            channel.close();
        } catch (RuntimeException e) {
            log.atError().addKeyValue("path", http.uri()).setCause(e).log("API response failed");
            channel.close();
        }
    }

    private ApiResponse respond(FullHttpRequest http) {
        if (isForeign(http)) {
            return new ApiResponse.Document(HttpResponseStatus.FORBIDDEN.code(), "text/plain", ByteBuffer.allocate(0));
        }
        ApiRequest request;
        try {
            request = request(http);
        } catch (IllegalArgumentException e) {
            ApiFailure failure = ApiFailure.badRequest("the query could not be read: " + e.getMessage());
            return ApiResponse.json(failure.code(), failure.status());
        }
        return router.handle(request);
    }

    private static void write(Channel channel, ApiResponse.Document document) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(document.code()),
                Unpooled.wrappedBuffer(document.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, document.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static ApiRequest request(FullHttpRequest http) {
        QueryStringDecoder uri = new QueryStringDecoder(http.uri());
        return new ApiRequest(
                http.method().name(),
                uri.path(),
                uri.parameters(),
                http.headers().get(HttpHeaderNames.ACCEPT, ""),
                http.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
                http.content().nioBuffer());
    }

    /** Whether a web page of another site sends the request. The API trusts everyone who reaches it, but not those. */
    private static boolean isForeign(FullHttpRequest http) {
        String origin = http.headers().get(HttpHeaderNames.ORIGIN);
        String host = http.headers().get(HttpHeaderNames.HOST, "");
        return origin != null && !origin.endsWith("//" + host);
    }

    private static boolean isUpgrade(FullHttpRequest http) {
        return http.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** The request in memory of the heap, so that nobody has to release it. */
    private static FullHttpRequest detached(FullHttpRequest request) {
        return new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.wrappedBuffer(ByteBufUtil.getBytes(request.content())),
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
    }
}
