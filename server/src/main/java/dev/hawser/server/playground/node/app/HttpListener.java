package dev.hawser.server.playground.node.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket and its connections, which can be closed without losing a request.
 *
 * <p>{@link #drain} takes what is waiting in the backlog, then refuses connections. Every request that was received
 * before, and every one that arrives on an open connection within the last call of {@value #LAST_CALL_MILLIS} ms, is answered with
 * {@code Connection: close}; then idle connections are closed. A client that keeps a pool of connections thus sees most
 * of them end with an answer and not under a request.
 */
final class HttpListener implements AutoCloseable {

    static final long LAST_CALL_MILLIS = 300;

    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 1024;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final ServerSocketChannel server;
    private final Selector selector;
    private final RequestHandler handler;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch refusing = new CountDownLatch(1);
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // Written by the thread that drains, read by the connections' threads; a connection that reads the old value of the
    // first is told by the last call, one that reads the old value of the second is found idle by the draining thread.
    private volatile boolean stopping;
    private volatile boolean lastCallOver;

    private HttpListener(ServerSocketChannel server, Selector selector, RequestHandler handler) {
        this.server = server;
        this.selector = selector;
        this.handler = handler;
    }

    /**
     * Listens on the address.
     *
     * @param address port 0 takes a free one
     * @throws IOException the address is in use or not an address of this host, or the port is not allowed
     */
    static HttpListener open(InetSocketAddress address, RequestHandler handler) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(address, BACKLOG);
            server.configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            HttpListener listener = new HttpListener(server, selector, handler);
            Thread.ofPlatform()
                    .daemon()
                    .name("app-" + address.getHostString() + ':' + address.getPort())
                    .start(listener::accept);
            return listener;
        } catch (IOException e) {
            server.close();
            throw new IOException("listen: " + address + " (expected: a free address of this host)", e);
        }
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private void accept() {
        try (server;
                selector) {
            while (!stopping) {
                selector.select();
                selector.selectedKeys().clear();
                acceptWaiting();
            }
            // Once more after the loop saw that it is to stop: what was connected before then is served.
            acceptWaiting();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("Listener failed");
        } finally {
            refusing.countDown();
        }
    }

    private void acceptWaiting() throws IOException {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
            HttpConnection connection = new HttpConnection(channel, handler, () -> stopping, () -> lastCallOver);
            connections.add(connection);
            Thread.ofVirtual().name("app-connection").start(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        }
    }

    /**
     * Begins to close gracefully, once; later calls change nothing.
     *
     * @return completes when the last connection has ended; never exceptionally
     */
    CompletableFuture<Void> drain() {
        beginDraining();
        return drained;
    }

    private void beginDraining() {
        if (draining.compareAndSet(false, true)) {
            stopping = true;
            selector.wakeup();
            Thread.ofVirtual().name("app-drain").start(this::awaitConnections);
        }
    }

    private void awaitConnections() {
        try {
            refusing.await();
            awaitNone(Duration.ofMillis(LAST_CALL_MILLIS));
            lastCallOver = true;
            connections.forEach(HttpConnection::closeIfIdle);
            while (!awaitNone(CLOSE_PATIENCE)) {
                connections.forEach(HttpConnection::closeIfIdle);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("Draining was interrupted");
        } finally {
            drained.complete(null);
        }
    }

    /** Whether all connections ended within that time. */
    private boolean awaitNone(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!connections.isEmpty() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return connections.isEmpty();
    }

    /** Refuses connections from now on and cuts off the open ones; waits for neither longer than 1 s. */
    @Override
    public void close() {
        beginDraining();
        try {
            if (!refusing.await(1, TimeUnit.SECONDS)) {
                log.atWarn().log("Listener did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.forEach(HttpConnection::close);
    }
}
