package dev.hawser.proxy.http;

import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.http.RawExchange.Message;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** An origin of HTTP/1.1 that answers whole requests with 200, and keeps every octet that it gets. */
final class RecordingOrigin implements Closeable {

    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final BlockingQueue<Message> whole = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;

    /** Guarded by itself. */
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    RecordingOrigin() throws IOException {
        listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                Socket socket = new RecordedSocket();
                implAccept(socket);
                return socket;
            }
        };
        Thread.ofVirtual().start(this::accept);
    }

    private final class RecordedSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] into, int at, int length) throws IOException {
                    int count = super.read(into, at, length);
                    synchronized (octets) {
                        octets.write(into, at, Math.max(0, count));
                    }
                    return count;
                }
            };
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // The listener was closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (RawExchange connection = new RawExchange(socket)) {
            while (true) {
                whole.add(connection.read());
                connection.send(EMPTY);
            }
        } catch (IOException | RuntimeException _) {
            // The gateway closed the connection, perhaps in the middle of a request, which then was none.
        } finally {
            open.remove(socket);
        }
    }

    Endpoint endpoint() {
        return new Endpoint(UUID.randomUUID(), "127.0.0.1", listener.getLocalPort());
    }

    /** The whole requests that came. */
    BlockingQueue<Message> whole() {
        return whole;
    }

    /** Every octet that came since the last call, of all connections. */
    String takeOctets() {
        synchronized (octets) {
            String text = octets.toString(StandardCharsets.ISO_8859_1);
            octets.reset();
            return text;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
