package dev.hawser.proxy.http.exchange;

import dev.hawser.proxy.http.connection.ByteCount;
import dev.hawser.proxy.http.connection.Farewell;
import dev.hawser.proxy.http.connection.IdleTimer;
import dev.hawser.proxy.http.http2.BlockReader;
import dev.hawser.proxy.http.http2.Flood;
import dev.hawser.proxy.http.http2.FlushPolicy;
import dev.hawser.proxy.http.http2.Http2Limits;
import dev.hawser.proxy.http.http2.RefusedStreamHandler;
import dev.hawser.proxy.http.http2.RequestStreamHandler;
import dev.hawser.proxy.http.http2.ServerCodec;
import dev.hawser.proxy.http.proxyprotocol.ProxyHeader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A client's connection by HTTP/2. Each of its streams has a {@link ClientConnection} of its own; here is what concerns all
 * of them: how many there may be, how long none may be, and the end.
 */
// Writes and closes report failures through the pipeline, not through their futures.
@SuppressWarnings("FutureReturnValueIgnored")
public final class ClientStreams extends ChannelInboundHandlerAdapter implements ConnectedClient {

    private static final Logger log = LoggerFactory.getLogger(ClientStreams.class);

    /** How long a client is waited for that is told to go, before what it sent meanwhile is no longer served. */
    private static final Duration ROUND_TRIP = Duration.ofSeconds(1);

    /** What our pings carry. */
    private static final long LEAVE = 0x6861777365720001L;

    private enum Stage {
        /** The client's settings are awaited. */
        PREFACE,
        SERVING,
        /** The client is told to open no more streams, and may not know yet. */
        LEAVING,
        /** No new stream is served. */
        LEFT
    }

    private final Channel channel;
    private final Worker worker;
    private final ClientPeer peer;
    private final Http2Limits limits;
    private final BlockReader blocks;
    private final IdleTimer timer;
    private final Farewell farewell;
    private final long acceptedNanos = System.nanoTime();
    private Stage stage = Stage.PREFACE;
    private int open;
    private @Nullable ChannelHandlerContext context;

    // The timer calls nothing before it is armed, which is after construction.
    @SuppressWarnings("this-escape")
    private ClientStreams(Channel channel, Worker worker, Http2Limits limits) {
        this.channel = channel;
        this.worker = worker;
        this.limits = limits;
        this.peer = new ClientPeer(channel, worker.settings().realIp());
        this.blocks = new BlockReader(worker.settings().limits(), worker.store());
        this.timer = new IdleTimer(channel.eventLoop(), this::onTimeout);
        this.farewell = new Farewell(channel);
    }

    /** Adds all that speaks HTTP/2 at the end of the pipeline of a connection, which must be there. */
    public static ClientStreams install(Channel channel, Worker worker, Http2Limits limits) {
        ClientStreams streams = new ClientStreams(channel, worker, limits);
        streams.peer.connected();
        channel.pipeline()
                .addLast(FlushPolicy.ofStreams())
                .addLast(ServerCodec.create(
                        limits, worker.settings().limits(), streams::flooded, streams::headTooLarge, System::nanoTime))
                .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        streams.opened(stream);
                    }
                }))
                .addLast(streams);
        return streams;
    }

    private void opened(Channel stream) {
        open++;
        if (stage == Stage.SERVING) {
            timer.disarm();
        }
        stream.closeFuture().addListener(_ -> closed());
        if (open > limits.streams()) {
            stream.pipeline().addLast(new RefusedStreamHandler());
            return;
        }
        ByteCount bytes = new ByteCount();
        stream.pipeline()
                .addLast(new RequestStreamHandler(blocks, worker.settings().maxBodyBytes(), bytes))
                .addLast(ClientConnection.ofStream(stream, worker, bytes, peer));
    }

    private void closed() {
        open--;
        if (open > 0 || !channel.isActive()) {
            return;
        }
        if (stage == Stage.LEFT) {
            farewell.afterFlush();
        } else if (stage == Stage.SERVING) {
            timer.arm(worker.settings().keepAliveTimeout());
        }
    }

    private void flooded(Flood flood) {
        log.atDebug()
                .addKeyValue("client", peer.addressText())
                .addKeyValue("flood", flood)
                .log("Connection of a client is closed");
        worker.observer().flooded(flood);
    }

    /** The codec answers it by itself. */
    private void headTooLarge() {
        String requestId = RequestId.create().toString();
        worker.observer()
                .refused(RefusedRequest.of(
                        ProxyFailure.REQUEST_HEAD_TOO_LARGE, peer, requestId, new ByteCount(), acceptedNanos));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        timer.arm(worker.settings().headTimeout());
        int more = limits.connectionWindowBytes() - Http2CodecUtil.DEFAULT_WINDOW_SIZE;
        if (more > 0) {
            ctx.writeAndFlush(new DefaultHttp2WindowUpdateFrame(more));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Http2SettingsFrame && stage == Stage.PREFACE) {
            stage = Stage.SERVING;
            if (worker.draining()) {
                drain();
            } else if (open == 0) {
                timer.arm(worker.settings().keepAliveTimeout());
            }
        } else if (message instanceof Http2PingFrame ping && ping.ack() && ping.content() == LEAVE) {
            leave();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProxyHeader header) {
            peer.forwarded(header);
        }
        ctx.fireUserEventTriggered(event);
    }

    /**
     * RFC 9113 section 6.8: first tells the client to open no more streams without naming the last one, for requests that
     * are on their way are served too; a round trip later names it.
     */
    @Override
    public void drain() {
        ChannelHandlerContext to = context;
        if (to == null || stage == Stage.PREFACE) {
            farewell.afterFlush();
        } else if (stage == Stage.SERVING) {
            stage = Stage.LEAVING;
            DefaultHttp2GoAwayFrame ahead = new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR);
            ahead.setExtraStreamIds(Integer.MAX_VALUE);
            to.write(ahead);
            to.writeAndFlush(new DefaultHttp2PingFrame(LEAVE));
            timer.arm(ROUND_TRIP);
        }
    }

    /** No stream that comes from here on is served; those that are open are the last. */
    private void leave() {
        ChannelHandlerContext to = context;
        if (to == null || stage == Stage.LEFT) {
            return;
        }
        stage = Stage.LEFT;
        timer.disarm();
        to.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        if (open == 0) {
            farewell.afterFlush();
        }
    }

    private void onTimeout() {
        if (stage == Stage.PREFACE) {
            close();
        } else {
            leave();
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.cancel();
        farewell.done();
        worker.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception broken) {
            // The codec closes the connection and says why.
            log.atDebug()
                    .addKeyValue("client", peer.addressText())
                    .addKeyValue("error", broken.error())
                    .log("Connection of a client broke the protocol");
        } else if (!(cause instanceof IOException)) {
            // What is wrong with TLS comes wrapped, and from anybody.
            log.atLevel(cause instanceof DecoderException ? Level.DEBUG : Level.WARN)
                    .addKeyValue("client", peer.addressText())
                    .addKeyValue("error", cause.getClass().getName())
                    .log("Connection of a client failed");
            ctx.close();
        }
    }
}
