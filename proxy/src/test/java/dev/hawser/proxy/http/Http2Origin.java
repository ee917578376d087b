package dev.hawser.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.proxy.balancing.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An origin that speaks HTTP/2 on loopback, whose streams a test drives frame by frame. Waits for 20 seconds at most. */
final class Http2Origin implements AutoCloseable {

    private static final int WAIT_SECONDS = 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final Channel listener;
    private final Endpoint endpoint;
    /** Whether requests are answered by who was asked, and not by the test; set by the test, read by the loop. */
    private volatile boolean answering;

    Http2Origin() {
        this(Http2Settings.defaultSettings(), null);
    }

    Http2Origin(Http2Settings settings, @Nullable SslContext tls) {
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.add(connection);
                        if (tls != null) {
                            connection.pipeline().addLast(tls.newHandler(connection.alloc()));
                        }
                        connection
                                .pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .validateHeaders(false)
                                        .encoderEnforceMaxConcurrentStreams(false)
                                        .initialSettings(settings)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Call((Http2StreamChannel) stream));
                                    }
                                }))
                                .addLast(new Dropping());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        endpoint = new Endpoint(UUID.randomUUID(), "127.0.0.1", port());
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** How many connections were accepted, closed ones too. */
    int connections() {
        return connections.size();
    }

    /** Waits until a connection, counted from 0, is closed. */
    void awaitClosed(int connection) {
        assertThat(connections.get(connection).closeFuture().awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS))
                .as("connection is closed")
                .isTrue();
    }

    /** The next request whose head came. */
    Call next() throws InterruptedException {
        Call next = calls.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a request").isNotNull();
        return next;
    }

    /** From here on answers every request with its port, once all of it came. */
    void answering() {
        answering = true;
    }

    /** Frees what nobody has a use for. */
    private static final class Dropping extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }

    /** One stream. What comes is told by words: {@code data:…}, {@code end}, {@code trailers:…}, {@code reset:<code>}. */
    final class Call extends ChannelInboundHandlerAdapter {

        private final Http2StreamChannel stream;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private @Nullable Http2Headers head;

        Call(Http2StreamChannel stream) {
            this.stream = stream;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case Http2HeadersFrame frame
                when head == null -> {
                    head = frame.headers();
                    end(frame.isEndStream());
                    calls.add(this);
                }
                case Http2HeadersFrame frame -> events.add("trailers:" + text(frame.headers()));
                case Http2DataFrame frame -> {
                    ByteBuf content = frame.content();
                    if (content.isReadable()) {
                        events.add("data:" + content.toString(StandardCharsets.ISO_8859_1));
                    }
                    end(frame.isEndStream());
                }
                default -> {}
            }
            ReferenceCountUtil.release(message);
        }

        private void end(boolean ended) {
            if (ended) {
                events.add("end");
            }
            if (ended && answering) {
                DefaultHttp2Headers ok = new DefaultHttp2Headers();
                var _ = stream.write(new DefaultHttp2HeadersFrame(ok.status("200")));
                var _ = stream.write(new DefaultHttp2DataFrame(
                        Unpooled.copiedBuffer(Integer.toString(port()), StandardCharsets.US_ASCII)));
                var _ = stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers("grpc-status", "0"), true));
            }
        }

        private static String text(Http2Headers headers) {
            StringBuilder text = new StringBuilder();
            headers.forEach(field -> text.append(text.isEmpty() ? "" : ", ")
                    .append(field.getKey())
                    .append('=')
                    .append(field.getValue()));
            return text.toString();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                events.add("reset:" + reset.errorCode());
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }

        /** The next thing that came. */
        String event() throws InterruptedException {
            String next = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("something on the stream").isNotNull();
            return next;
        }

        /** The body up to its end, however it was cut. */
        String body() throws InterruptedException {
            StringBuilder body = new StringBuilder();
            for (String next = event(); !next.equals("end"); next = event()) {
                assertThat(next).startsWith("data:");
                body.append(next, "data:".length(), next.length());
            }
            return body.toString();
        }

        /** A field or pseudo-field of the request; empty when there is none. */
        String field(String name) {
            CharSequence value = head == null ? null : head.get(name);
            return value == null ? "" : value.toString();
        }

        Object connection() {
            return stream.parent().id();
        }

        Call head(String status, String... fields) {
            return write(new DefaultHttp2HeadersFrame(headers(fields).status(status), false));
        }

        /** A head that is the whole response. */
        Call headAlone(String status, String... fields) {
            return write(new DefaultHttp2HeadersFrame(headers(fields).status(status), true));
        }

        Call data(String text) {
            return write(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1)));
        }

        Call end() {
            return write(new DefaultHttp2DataFrame(true));
        }

        Call trailers(String... fields) {
            return write(new DefaultHttp2HeadersFrame(headers(fields), true));
        }

        Call block(Http2Headers headers) {
            return write(new DefaultHttp2HeadersFrame(headers));
        }

        Call reset(Http2Error error) {
            return write(new DefaultHttp2ResetFrame(error));
        }

        /** No more streams, but all that came so far are dealt with. */
        Call goAway() {
            stream.parent()
                    .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR))
                    .syncUninterruptibly();
            return this;
        }

        /** Says that streams above one are not dealt with. */
        Call goAwayAfter(int lastStream) {
            ByteBuf frame = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(
                    "000008" + "07" + "00" + "00000000" + "%08x".formatted(lastStream) + "00000000"));
            Channel connection = stream.parent();
            connection
                    .pipeline()
                    .context(Http2FrameCodec.class)
                    .writeAndFlush(frame)
                    .syncUninterruptibly();
            return this;
        }

        /** Closes the connection without a word. */
        void cut() {
            stream.parent().pipeline().context(Http2FrameCodec.class).close().syncUninterruptibly();
        }

        private Call write(Object frame) {
            stream.writeAndFlush(frame).syncUninterruptibly();
            return this;
        }

        private static Http2Headers headers(String... fields) {
            Http2Headers headers = new DefaultHttp2Headers(false);
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            return headers;
        }
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        // Some time for what connections still release when they are closed.
        group.shutdownGracefully(100, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
