package dev.hawser.proxy.health;

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
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers each connection with what it is told to, as bytes, and keeps the heads it was sent. */
final class FakePod implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    /** Connections that were closed without an answer. */
    final BlockingQueue<Socket> hangups = new LinkedBlockingQueue<>();

    /** Written by the test, read by the server's threads; the next connection sees it. An empty one hangs. */
    private volatile String answer;

    FakePod(String answer) throws IOException {
        this.answer = answer;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static String status(int code) {
        return "HTTP/1.1 " + code + " X\r\nContent-Length: 0\r\n\r\n";
    }

    int port() {
        return server.getLocalPort();
    }

    void answer(String bytes) {
        answer = bytes;
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

    /** The most connections that were being answered at once. */
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void serve(Socket socket) {
        int now = atOnce.incrementAndGet();
        mostAtOnce.accumulateAndGet(now, Math::max);
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            heads.add(head.toString());
            // Before the answer: once it is there, the next probe may come.
            atOnce.decrementAndGet();
            if (!answer.isEmpty()) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.close();
            } else if (socket.getInputStream().read() < 0) {
                hangups.add(socket);
            }
        } catch (IOException e) {
            // The probe has gone.
        }
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
