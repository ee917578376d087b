package dev.hawser.proxy.health.probe;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.CheckResult;
import dev.hawser.proxy.health.ProbeEngine;
import dev.hawser.proxy.health.Prober;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.ClientContexts.Application;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Probes endpoints as the checks of one upstream ask for. Belongs to the loop. */
final class NettyProber implements Prober {

    /** The probe's own timer covers the handshake. */
    private static final long NO_TIMEOUT = 0;

    private final ProbeEngine engine;
    private final Bootstrap bootstrap;
    private final ActiveChecks checks;
    private final ClientContexts tls;

    NettyProber(ProbeEngine engine, Bootstrap bootstrap, ActiveChecks checks, ClientContexts tls) {
        this.engine = engine;
        this.bootstrap = bootstrap;
        this.checks = checks;
        this.tls = tls;
    }

    @Override
    public Runnable probe(Endpoint endpoint, Consumer<CheckResult> listener) {
        ProbeCall call = new ProbeCall(listener);
        call.onTimeout(engine.schedule(call::timedOut, checks.timeout()));
        // Later, for connecting may fail at once, and the listener is not to be told before this returns.
        engine.execute(() -> connect(endpoint, call));
        return call::cancel;
    }

    private void connect(Endpoint endpoint, ProbeCall call) {
        if (call.over()) {
            return;
        }
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(initializer(endpoint, call))
                .connect(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()));
        call.uses(connecting.channel());
        connecting.addListener(_ -> {
            if (!connecting.isSuccess()) {
                call.ended(failureOf(connecting.cause()));
            } else if (checks.type() == Healthchecks.Type.TCP) {
                call.ended(new CheckResult.Connected());
            }
        });
    }

    private SslHandler secure(ProbeTarget target, Application application, Channel channel) throws SSLException {
        SslHandler handler =
                tls.handler(checks.tls(), application, target.serverName(), target.port(), channel.alloc());
        handler.setHandshakeTimeoutMillis(NO_TIMEOUT);
        return handler;
    }

    private static CheckResult failureOf(Throwable cause) {
        return cause instanceof UnknownHostException ? new CheckResult.Unresolved() : ProbeCall.failed(cause);
    }

    private ChannelHandler initializer(Endpoint endpoint, ProbeCall call) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) throws SSLException {
                ProbeTarget target = ProbeTarget.of(checks, endpoint);
                ChannelPipeline pipeline = channel.pipeline();
                switch (checks.type()) {
                    case TCP -> {}
                    case HTTP -> HttpProbe.install(pipeline, call, target);
                    case HTTPS -> {
                        pipeline.addLast(secure(target, Application.HTTP_1, channel));
                        HttpProbe.install(pipeline, call, target);
                    }
                    case GRPC -> GrpcProbe.install(pipeline, call, target);
                    case GRPCS -> {
                        pipeline.addLast(secure(target, Application.HTTP_2, channel));
                        GrpcProbe.install(pipeline, call, target);
                    }
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                call.ended(ProbeCall.failed(cause));
                var _ = context.close();
            }
        };
    }
}
