package dev.hawser.proxy.health.probe;

import dev.hawser.proxy.health.ActiveChecks;
import dev.hawser.proxy.health.ProbeEngine;
import dev.hawser.proxy.health.Prober;
import dev.hawser.proxy.tls.ClientContexts;
import dev.hawser.proxy.tls.TlsProvider;
import dev.hawser.proxy.tls.TrustSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Sends probes from one event loop. */
public final class NettyProbes implements ProbeEngine {

    private static final long STOP_MILLIS = 1000;
    private static final long SWEEP_SECONDS = 60;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final DnsAddressResolverGroup names;
    private final ClientContexts tls;

    private NettyProbes(MultiThreadIoEventLoopGroup group, ClientContexts tls) {
        this.group = group;
        this.loop = group.next();
        this.names =
                new DnsAddressResolverGroup(new DnsNameResolverBuilder().datagramChannelType(NioDatagramChannel.class));
        this.tls = tls;
        ScheduledFuture<?> sweeping = loop.scheduleWithFixedDelay(
                () -> tls.sweep(System.nanoTime()), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        loop.terminationFuture().addListener(_ -> sweeping.cancel(false));
    }

    /** Starts the loop. */
    public static NettyProbes start(TrustSettings trust) {
        // Not the loops of the gateway: a burst of handshakes must not delay requests.
        return new NettyProbes(
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("healthchecks", true), NioIoHandler.newFactory()),
                new ClientContexts(TlsProvider.best(), trust));
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            // Closed: whoever still reports has nothing to set off any more.
        }
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        if (loop.isShuttingDown()) {
            return () -> {};
        }
        ScheduledFuture<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Prober prober(ActiveChecks checks) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .resolver(names)
                .option(ChannelOption.TCP_NODELAY, true)
                // The probe's own timer covers more than connecting.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        return new NettyProber(this, bootstrap, checks, tls);
    }

    @Override
    public void close() {
        // A moment without work first, in which connections that were closed release what they hold.
        group.shutdownGracefully(50, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        tls.close();
        names.close();
    }
}
