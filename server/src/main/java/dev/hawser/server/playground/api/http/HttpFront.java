package dev.hawser.server.playground.api.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The listener of the API: plain HTTP/1.1, with WebSocket for watches that ask for it. */
public final class HttpFront implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 8 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EventLoopGroup loops;
    private final ExecutorService threads;
    private final ChannelGroup connections;
    private final Channel listener;

    private HttpFront(EventLoopGroup loops, ExecutorService threads, ChannelGroup connections, Channel listener) {
        this.loops = loops;
        this.threads = threads;
        this.connections = connections;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param listen port 0 for any free one
     * @throws BindException when the address is taken, or is none of this machine
     * @throws IOException when the thread is interrupted
     */
    public static HttpFront listen(InetSocketAddress listen, ApiRouter router) throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().name("playground-api-io").daemon(true).factory(), NioIoHandler.newFactory());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("playground-api-", 0).factory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpServerKeepAliveHandler())
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                                .addLast(new ConnectionHandler(router, threads));
                    }
                })
                .bind(listen)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            threads.close();
            loops.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(PATIENCE.toMillis());
            throw bindFailure(listen, bound.cause());
        }
        return new HttpFront(loops, threads, connections, bound.channel());
    }

    /** The address that is listened on, with its actual port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Stops to listen, gives requests and watches that are ending a moment to do so, and closes every connection. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(PATIENCE.toMillis());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly(PATIENCE.toMillis());
        loops.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(PATIENCE.toMillis());
    }

    private static BindException bindFailure(InetSocketAddress listen, Throwable cause) {
        String address = listen.getHostString() + ":" + listen.getPort();
        String message = String.valueOf(cause.getMessage());
        BindException failure = new BindException(
                message.contains("in use")
                        ? "--api-listen: %s is taken (expected: a free address)".formatted(address)
                        : "--api-listen: %s cannot be listened on: %s (expected: a free address of this machine)"
                                .formatted(address, message));
        failure.initCause(cause);
        return failure;
    }
}
