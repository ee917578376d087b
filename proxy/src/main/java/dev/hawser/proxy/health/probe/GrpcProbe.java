package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.CheckResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls {@code grpc.health.v1.Health/Check}, as the only stream of a connection of HTTP/2. The endpoint serves when the
 * call ends with status 0 and the message says so; another end is told as {@link CheckResult.NotServing}.
 */
final class GrpcProbe extends SimpleChannelInboundHandler<Http2StreamFrame> {

    /** The response holds a number; one of more bytes than this is none. */
    private static final int MAX_RESPONSE = 4096;

    private static final String OK = "0";
    private static final String LAST = "last";

    /** What a log may repeat of what a peer sent. */
    private static final Pattern CODE = Pattern.compile("\\d{1,3}");

    private final ProbeCall call;
    private final ProbeTarget target;
    private final ByteBuf response = Unpooled.buffer(16, MAX_RESPONSE);

    private @Nullable String httpStatus;

    private GrpcProbe(ProbeCall call, ProbeTarget target) {
        this.call = call;
        this.target = target;
    }

    /** Adds the call to a new connection. */
    static void install(ChannelPipeline pipeline, ProbeCall call, ProbeTarget target) {
        pipeline.addLast(LAST, new ProbeConnection(call, channel -> open(channel, call, target)));
    }

    private static void open(Channel connection, ProbeCall call, ProbeTarget target) {
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        if (tls != null && !ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            call.ended(new CheckResult.ConnectionFailed("no HTTP/2 by ALPN"));
            return;
        }
        // Not before: what HTTP/2 says first would be waiting for a handshake that may never end.
        connection
                .pipeline()
                .addBefore(
                        LAST,
                        null,
                        Http2FrameCodecBuilder.forClient()
                                // The one call is over when the connection is closed; there is nothing to wait for.
                                .gracefulShutdownTimeoutMillis(0)
                                .build())
                // Servers open no streams (RFC 9113 section 8.4); pushing is off.
                .addBefore(LAST, null, new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
        new Http2StreamChannelBootstrap(connection)
                .handler(new GrpcProbe(call, target))
                .open()
                .addListener(opened -> {
                    if (!opened.isSuccess()) {
                        call.ended(ProbeCall.failed(opened.cause()));
                    }
                });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Http2Headers head = new DefaultHttp2Headers()
                .method("POST")
                .scheme(target.scheme())
                .authority(target.host())
                .path(GrpcHealth.PATH)
                .set("content-type", "application/grpc")
                .set("te", "trailers")
                .set("user-agent", ProbeTarget.USER_AGENT);
        target.headers().forEach((name, values) -> head.set(name.toLowerCase(Locale.ROOT), values));
        // The one is the authority here, the other belongs to connections of HTTP/1.1 (RFC 9113 section 8.2.2).
        head.remove("host");
        head.remove("connection");
        var _ = context.write(new DefaultHttp2HeadersFrame(head));
        context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(GrpcHealth.request()), true))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        call.ended(ProbeCall.failed(written.cause()));
                    }
                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
        switch (frame) {
            case Http2HeadersFrame headers -> head(headers);
            case Http2DataFrame data -> body(data);
            case Http2ResetFrame _ -> call.ended(new CheckResult.ConnectionFailed("stream reset"));
            default -> {}
        }
    }

    private void head(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        if (headers.status() != null) {
            httpStatus = headers.status().toString();
        }
        if (frame.isEndStream()) {
            call.ended(verdict(headers.get("grpc-status")));
        }
    }

    private void body(Http2DataFrame frame) {
        if (frame.content().readableBytes() > response.maxWritableBytes()) {
            call.ended(new CheckResult.NotServing("a response that is too long"));
            return;
        }
        response.writeBytes(frame.content());
        if (frame.isEndStream()) {
            call.ended(new CheckResult.NotServing("no grpc-status"));
        }
    }

    private CheckResult verdict(@Nullable CharSequence grpcStatus) {
        if (!"200".equals(httpStatus)) {
            return new CheckResult.NotServing("no HTTP status 200");
        }
        if (grpcStatus == null || !OK.contentEquals(grpcStatus)) {
            boolean number = grpcStatus != null && CODE.matcher(grpcStatus).matches();
            return new CheckResult.NotServing(number ? "grpc-status " + grpcStatus : "no grpc-status");
        }
        try {
            GrpcHealth.ServingStatus status = GrpcHealth.statusOf(response);
            return status == GrpcHealth.ServingStatus.SERVING
                    ? new CheckResult.Connected()
                    : new CheckResult.NotServing(status.name());
        } catch (DecoderException _) {
            return new CheckResult.NotServing("a response that is none");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        call.ended(new CheckResult.ConnectionFailed("closed without a response"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        call.ended(ProbeCall.failed(cause));
    }
}
