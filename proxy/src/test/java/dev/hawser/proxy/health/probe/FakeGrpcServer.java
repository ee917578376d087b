package dev.hawser.proxy.health.probe;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC server on loopback that ends every call as it is told to, and keeps what it was asked. */
final class FakeGrpcServer implements AutoCloseable {

    /** How calls end. */
    enum Ending {
        TRAILERS,
        NO_TRAILERS,
        RESET,
        NEVER
    }

    /**
     * An answer.
     *
     * @param grpcStatus in the trailers
     * @param message the framed message in hexadecimal digits; empty for a response of trailers only
     */
    record Answer(String httpStatus, String grpcStatus, String message, Ending ending) {

        static Answer serving(int status) {
            return new Answer("200", "0", "000000000208" + HexFormat.of().toHexDigits((byte) status), Ending.TRAILERS);
        }
    }

    /** A request. */
    record Asked(Http2Headers head, String body) {}

    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;

    FakeGrpcServer(Answer answer, @Nullable SslContext tls) {
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (tls != null) {
                            connection.pipeline().addLast(tls.newHandler(connection.alloc()));
                        }
                        connection
                                .pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer().build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Call(answer));
                                    }
                                }));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private final class Call extends SimpleChannelInboundHandler<Http2StreamFrame> {

        private final Answer answer;
        private @Nullable Http2Headers head;

        Call(Answer answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                head = headers.headers();
            } else if (frame instanceof Http2DataFrame data && data.isEndStream() && head != null) {
                byte[] body = new byte[data.content().readableBytes()];
                data.content().getBytes(data.content().readerIndex(), body);
                asked.add(new Asked(head, HexFormat.of().formatHex(body)));
                respond(context);
            }
        }

        private void respond(ChannelHandlerContext context) {
            Http2Headers response = new DefaultHttp2Headers().status(answer.httpStatus());
            response.set("content-type", "application/grpc");
            switch (answer.ending()) {
                case NEVER -> {}
                case RESET -> {
                    var _ = context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
                }
                case NO_TRAILERS -> {
                    var _ = context.write(new DefaultHttp2HeadersFrame(response));
                    var _ = context.writeAndFlush(new DefaultHttp2DataFrame(message(), true));
                }
                case TRAILERS -> {
                    if (answer.message().isEmpty()) {
                        response.set("grpc-status", answer.grpcStatus());
                        var _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(response, true));
                        return;
                    }
                    var _ = context.write(new DefaultHttp2HeadersFrame(response));
                    var _ = context.write(new DefaultHttp2DataFrame(message(), false));
                    Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", answer.grpcStatus());
                    var _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
                }
            }
        }

        private ByteBuf message() {
            return Unpooled.wrappedBuffer(HexFormat.of().parseHex(answer.message()));
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        // Some time for what connections still release when they are closed.
        group.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
