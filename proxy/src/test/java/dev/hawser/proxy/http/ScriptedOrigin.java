package dev.hawser.proxy.http;

import dev.hawser.proxy.balancing.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a loopback port that serves each connection as a script says. */
final class ScriptedOrigin implements Closeable {

    /** Serves one connection; it is closed when this returns or throws. */
    interface Script {
        void serve(RawExchange connection, int number) throws Exception;
    }

    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Endpoint endpoint;

    ScriptedOrigin(Script script) {
        try {
            listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endpoint = new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** Answers every request on every connection with the same bytes. */
    static ScriptedOrigin answering(String response) {
        return new ScriptedOrigin((connection, _) -> {
            while (true) {
                connection.read();
                connection.send(response);
            }
        });
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                int number = connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(script, socket, number));
            }
        } catch (IOException _) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Script script, Socket socket, int number) {
        try (socket;
                RawExchange connection = new RawExchange(socket)) {
            script.serve(connection, number);
        } catch (Exception _) {
            // The peer went away, which tests see at their own end.
        } finally {
            open.remove(socket);
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** How many connections were accepted. */
    int connections() {
        return connections.get();
    }

    /** An endpoint at whose port nobody listens. */
    static Endpoint dead() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint(UUID.randomUUID(), "127.0.0.1", socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops listening and closes all connections. */
    void stop() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
