package dev.hawser.proxy.http;

import dev.hawser.proxy.http.connection.IdleTimer;
import dev.hawser.proxy.http.exchange.ClientStreams;
import dev.hawser.proxy.http.exchange.ConnectedClient;
import dev.hawser.proxy.http.exchange.Worker;
import dev.hawser.proxy.http.http2.FirstOctets;
import dev.hawser.proxy.http.http2.Http2Limits;
import dev.hawser.proxy.http.proxyprotocol.ProxyHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Stands at the end of the pipeline of a connection that may carry HTTP/2 until it is known what it carries: over TLS the
 * handshake says so (RFC 9113 section 3.2), else its first octets do (section 3.3). Then it puts the one or the other in its own
 * place.
 */
// Closing reports failures through the pipeline, not through its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class ProtocolHandler extends ChannelInboundHandlerAdapter implements ConnectedClient {

    private static final Logger log = LoggerFactory.getLogger(ProtocolHandler.class);

    /** How the version is found. */
    enum Clue {
        /** What was agreed on in the TLS handshake. */
        HANDSHAKE,
        /** The preface of HTTP/2, or anything else. */
        FIRST_OCTETS
    }

    private final Channel channel;
    private final Worker worker;
    private final Clue clue;
    private final Http2Limits limits;
    private final Supplier<ConnectedClient> http1;

    private final IdleTimer timer;
    private @Nullable ProxyHeader header;
    private @Nullable ByteBuf begin;
    private boolean closing;

    /** @param http1 adds what speaks HTTP/1.1 at the end of the pipeline */
    // The timer calls nothing before it is armed, which is after construction.
    @SuppressWarnings("this-escape")
    ProtocolHandler(Channel channel, Worker worker, Clue clue, Http2Limits limits, Supplier<ConnectedClient> http1) {
        this.channel = channel;
        this.worker = worker;
        this.clue = clue;
        this.limits = limits;
        this.http1 = http1;
        this.timer = new IdleTimer(channel.eventLoop(), this::close);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timer.arm(worker.settings().headTimeout());
        worker.opened(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ProxyHeader told) {
            header = told;
        } else if (clue == Clue.HANDSHAKE && event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            boolean agreed = tls != null && ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
            choose(ctx, agreed ? this::http2 : this::http1, null);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing || clue == Clue.HANDSHAKE || !(message instanceof ByteBuf piece)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf all = begin == null ? piece : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), begin, piece);
        begin = all;
        switch (FirstOctets.of(all)) {
            case UNDECIDED -> {}
            case HTTP_1 -> choose(ctx, this::http1, all);
            case HTTP_2 -> choose(ctx, this::http2, all);
            case NEITHER -> close();
        }
    }

    private ConnectedClient http2() {
        return ClientStreams.install(channel, worker, limits);
    }

    private ConnectedClient http1() {
        return http1.get();
    }

    private void choose(ChannelHandlerContext ctx, Supplier<ConnectedClient> version, @Nullable ByteBuf rest) {
        timer.cancel();
        begin = null;
        ConnectedClient client = version.get();
        worker.handedOver(this, client);
        ctx.pipeline().remove(this);
        ctx.fireChannelActive();
        if (header != null) {
            ctx.fireUserEventTriggered(header);
        }
        if (rest != null) {
            ctx.fireChannelRead(rest);
        }
    }

    @Override
    public void drain() {
        close();
    }

    @Override
    public void close() {
        closing = true;
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        timer.cancel();
        worker.closed(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (begin != null) {
            begin.release();
            begin = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            // Bytes that are no TLS come from any port scanner.
            log.atLevel(cause instanceof DecoderException ? Level.DEBUG : Level.WARN)
                    .addKeyValue("client", channel.remoteAddress())
                    .addKeyValue("error", cause.getClass().getName())
                    .log("Connection of a client failed");
        }
        close();
    }
}
