package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.CheckResult;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;

/** The last handler of a probe's connection: says when it is ready, secured where that is asked for, and when it broke. */
final class ProbeConnection extends ChannelInboundHandlerAdapter {

    private final ProbeCall call;
    private final Consumer<Channel> ready;

    /** @param ready told once, unless the connection cannot be secured */
    ProbeConnection(ProbeCall call, Consumer<Channel> ready) {
        this.call = call;
        this.ready = ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null) {
            ready.accept(context.channel());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ready.accept(context.channel());
            } else {
                call.ended(ProbeCall.failed(handshake.cause()));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        call.ended(new CheckResult.ConnectionFailed("closed without a response"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        call.ended(ProbeCall.failed(cause));
    }
}
