package dev.hawser.proxy.http;

import dev.hawser.proxy.http.codec.HeadStore;
import dev.hawser.proxy.http.exchange.Worker;
import dev.hawser.proxy.http.upstream.DnsQuery;
import dev.hawser.proxy.http.upstream.NameLookup;
import dev.hawser.proxy.http.upstream.Upstreams;
import dev.hawser.proxy.runtime.SnapshotHolder;
import dev.hawser.proxy.tls.ClientContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data plane, running. It serves whatever snapshot the holder has. Its methods may be called from any thread but the
 * event loops.
 */
public final class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
    /** Lets the closing of sockets, which takes io_uring a while, come to its end. */
    private static final long QUIET_MILLIS = 20;

    private static final long STOP_MILLIS = 2000;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, Worker> workers;
    private final Listeners listeners;

    private Gateway(MultiThreadIoEventLoopGroup loops, Map<EventLoop, Worker> workers, Listeners listeners) {
        this.loops = loops;
        this.workers = workers;
        this.listeners = listeners;
    }

    /**
     * Starts listening.
     *
     * @throws java.io.UncheckedIOException if an address cannot be listened at; nothing is left running then
     */
    public static Gateway start(GatewaySettings settings, SnapshotHolder snapshots) {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                settings.eventLoops(),
                new DefaultThreadFactory("gateway", true),
                settings.transport().ioHandlers());
        Map<EventLoop, Worker> workers = new LinkedHashMap<>();
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            workers.put(loop, workerOn(loop, settings, snapshots));
        }
        try {
            Listeners listeners = Listeners.open(settings, loops, workers, snapshots);
            log.atInfo()
                    .addKeyValue("transport", settings.transport())
                    .addKeyValue("betterTransports", settings.transport().passedOver())
                    .addKeyValue("eventLoops", settings.eventLoops())
                    .addKeyValue("addresses", listeners.addresses())
                    .log("Gateway listens");
            log.atInfo()
                    .addKeyValue("provider", settings.tls().provider())
                    .addKeyValue("detail", settings.tls().provider().detail())
                    .log("TLS is provided");
            return new Gateway(loops, workers, listeners);
        } catch (RuntimeException e) {
            stop(loops);
            throw e;
        }
    }

    private static Worker workerOn(EventLoop loop, GatewaySettings settings, SnapshotHolder snapshots) {
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(settings.transport().channel());
        NameLookup names = new NameLookup(
                loop,
                () -> new DnsQuery(
                        loop,
                        settings.transport().datagramChannel(),
                        settings.transport().channel().asSubclass(SocketChannel.class),
                        settings.upstream().names()),
                settings.upstream().names(),
                System::nanoTime);
        ClientContexts contexts = new ClientContexts(settings.tls().provider(), settings.trust());
        HeadStore store = new HeadStore();
        Upstreams upstreams = new Upstreams(
                settings.upstream(), bootstrap, names, settings.exchange().limits(), store, contexts);
        Future<?> sweeping = loop.scheduleWithFixedDelay(
                upstreams::sweep, SWEEP_INTERVAL.toMillis(), SWEEP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        loop.terminationFuture().addListener(_ -> sweeping.cancel(false));
        return new Worker(snapshots, settings.exchange(), settings.observer(), upstreams, store);
    }

    /** The addresses listened at, in the order of the settings, with the ports that were taken. */
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** How many connections were closed because they did not begin with the PROXY header that their address asks for. */
    public long refusedProxyHeaders() {
        return listeners.refusedProxyHeaders();
    }

    /**
     * Stops: no connection is accepted any more, idle ones are closed, each exchange under way is ended with its
     * response. What is not done after the grace is cut off. Returns when nothing runs any more; a second call does
     * nothing more.
     */
    public void close(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        listeners.close();
        workers.forEach((loop, worker) -> submit(loop, worker::drain));
        while (openClients() > 0 && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(POLL_INTERVAL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        workers.forEach((loop, worker) -> submit(loop, worker::close));
        stop(loops);
        listeners.release();
    }

    private int openClients() {
        int open = 0;
        for (Map.Entry<EventLoop, Worker> entry : workers.entrySet()) {
            if (!entry.getKey().isShuttingDown()) {
                open += entry.getKey()
                        .submit(entry.getValue()::openClients)
                        .awaitUninterruptibly()
                        .getNow();
            }
        }
        return open;
    }

    private static void submit(EventLoop loop, Runnable task) {
        if (!loop.isShuttingDown()) {
            Future<?> done = loop.submit(task);
            done.awaitUninterruptibly();
        }
    }

    private static void stop(MultiThreadIoEventLoopGroup loops) {
        boolean ended = loops.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * STOP_MILLIS);
        // Tearing down a ring of io_uring waits for each of its operations, and on a busy machine may do so for ever.
        if (!ended) {
            log.atWarn().log("Event loops did not end in time, they end with the process");
        }
    }
}
