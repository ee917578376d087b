package dev.hawser.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A real origin of HTTP/1.1 on a loopback address: it keeps connections, and does with each request what its script says.
 * Without a script it echoes the head of the request. Each connection has a virtual thread; scripts run on them. All
 * methods may be called by any thread.
 */
public final class TestOrigin implements AutoCloseable {

    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Request> received = new LinkedBlockingQueue<>();
    private final AtomicInteger requestCount = new AtomicInteger();
    private final AtomicInteger connectionCount = new AtomicInteger();

    /** Written by tests, read by the threads of connections; a request that runs already keeps the script it has. */
    private volatile Function<Request, OriginReply> script =
            request -> OriginReply.ok(request.head().text());

    /** Guarded by this; {@code null} while connections are refused. */
    private @Nullable Listener listener;

    private TestOrigin(ServerSocket socket) {
        address = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        listener = listenerOf(socket);
    }

    /** A listening socket and the thread that accepts from it. */
    private record Listener(ServerSocket socket, Thread acceptor) {

        /** Returns when connections are refused: the socket lives until its thread has let go of it. */
        void close() {
            closeQuietly(socket);
            try {
                acceptor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Listener listenerOf(ServerSocket socket) {
        return new Listener(socket, Thread.ofVirtual().name("origin-accept").start(() -> accept(socket)));
    }

    /**
     * A request.
     *
     * @param head its head
     * @param text its content in UTF-8, without the framing of chunks
     */
    public record Request(HttpHead head, String text) {}

    /** Starts an origin on 127.0.0.1 and a free port. */
    public static TestOrigin start() {
        return start("127.0.0.1");
    }

    /** Starts an origin on a loopback address, {@code "127.0.0.2"}, and a free port. */
    public static TestOrigin start(String loopbackAddress) {
        return new TestOrigin(listen(new InetSocketAddress(InetAddress.ofLiteral(loopbackAddress), 0)));
    }

    private static ServerSocket listen(InetSocketAddress at) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(at);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("listen: " + at, e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code host:port}, as targets are written. */
    public String target() {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Sets what is done with requests from now on. */
    public void reply(Function<Request, OriginReply> newScript) {
        script = newScript;
    }

    /** Does the same with every request from now on. */
    public void reply(OriginReply always) {
        script = request -> always;
    }

    /** How many requests were received in full. */
    public int requests() {
        return requestCount.get();
    }

    /** How many connections were accepted. */
    public int connections() {
        return connectionCount.get();
    }

    /**
     * Waits for the next request that was not taken yet.
     *
     * @throws AssertionError when none comes within ten seconds
     */
    public Request takeRequest() throws InterruptedException {
        Request request = received.poll(Duration.ofSeconds(10).toNanos(), TimeUnit.NANOSECONDS);
        if (request == null) {
            throw new AssertionError("no request came to " + address + " (expected: one within 10 s)");
        }
        return request;
    }

    /** From now on new connections are refused; those that exist go on. */
    public synchronized void refuse() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
    }

    /** From now on new connections are accepted again, on the same port. */
    public synchronized void acceptAgain() {
        if (listener == null) {
            listener = listenerOf(listen(address));
        }
    }

    /** Closes all connections at once, whatever they are doing. */
    public void dropConnections() {
        connections.forEach(TestOrigin::closeQuietly);
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        refuse();
        dropConnections();
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket connection = from.accept();
                connectionCount.incrementAndGet();
                connections.add(connection);
                Thread.ofVirtual().name("origin-connection").start(() -> serve(connection));
            }
        } catch (IOException e) {
            // The listener was closed: that is how accepting ends.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            MessageReader reader = new MessageReader(new BufferedInputStream(connection.getInputStream()));
            for (String text = reader.head(); !text.isEmpty(); text = reader.head()) {
                HttpHead head = new HttpHead(text);
                byte[] body = reader.body(head, MessageReader.Body.OF_REQUEST);
                Request request = new Request(head, new String(body, StandardCharsets.UTF_8));
                requestCount.incrementAndGet();
                received.add(request);
                if (!perform(script.apply(request), connection.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            // The peer or the test closed the connection: that is how it may end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether the connection is kept. */
    private static boolean perform(OriginReply reply, OutputStream out) throws IOException, InterruptedException {
        switch (reply) {
            case OriginReply.Respond respond -> out.write(respond.bytes());
            case OriginReply.Raw(String text) -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            case OriginReply.RawThenClose(String text) -> {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                return false;
            }
            case OriginReply.Close close -> {
                return false;
            }
            case OriginReply.Held(var gate, OriginReply then) -> {
                gate.await();
                return perform(then, out);
            }
        }
        out.flush();
        return true;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("close: failed", e);
        }
    }
}
