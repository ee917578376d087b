package dev.hawser.proxy.health.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers each connection with what it is told to, as bytes, and keeps the heads it was sent. */
final class FakePod implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    /** Connections that the probe closed first. */
    final BlockingQueue<Socket> hangups = new LinkedBlockingQueue<>();

    private final String answer;
    private final After after;

    /** What is done with connections. */
    enum After {
        /** Answered and closed. */
        CLOSES,
        /** Answered, with nothing when the answer is empty, and left open. */
        STAYS,
        /** Answered before anything is asked. */
        TALKS_FIRST
    }

    /** One with an empty answer hangs. */
    FakePod(String answer) throws IOException {
        this(answer, ServerSocketFactory.getDefault());
    }

    /** @param sockets makes the socket to listen with: one of TLS, for example */
    FakePod(String answer, ServerSocketFactory sockets) throws IOException {
        this(answer, sockets, answer.isEmpty() ? After.STAYS : After.CLOSES);
    }

    FakePod(String answer, ServerSocketFactory sockets, After after) throws IOException {
        this.answer = answer;
        this.after = after;
        this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static String status(int code) {
        return "HTTP/1.1 " + code + " X\r\nContent-Length: 0\r\n\r\n";
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try {
            if (after == After.TALKS_FIRST) {
                write(socket);
            }
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            heads.add(head.toString());
            if (after != After.TALKS_FIRST) {
                write(socket);
            }
            if (after == After.CLOSES) {
                socket.close();
            } else if (socket.getInputStream().read() < 0) {
                hangups.add(socket);
            }
        } catch (IOException e) {
            // The probe has gone.
        }
    }

    private void write(Socket socket) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
