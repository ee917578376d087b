package dev.hawser.server.playground.node.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads a request, answers it, reads the next one.
 *
 * <p>Everything runs on the connection's own virtual thread but {@link #closeIfIdle} and {@link #close}, which any thread
 * may call.
 */
final class HttpConnection {

    /** Whether a request is being read or answered. */
    private enum State {
        IDLE,
        BUSY,
        CLOSING
    }

    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final int LINGER_MILLIS = 500;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Socket socket;
    private final RequestHandler handler;
    private final BooleanSupplier stopping;
    private final BooleanSupplier lastCallOver;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);

    /** Written once, by the connection's thread before it first reads; read by whoever closes. */
    private volatile @Nullable Thread thread;

    /**
     * @param stopping once true, each answer says that the connection is closed after it
     * @param lastCallOver once true, a connection without a request is closed
     */
    HttpConnection(
            SocketChannel channel, RequestHandler handler, BooleanSupplier stopping, BooleanSupplier lastCallOver) {
        this.socket = channel.socket();
        this.handler = handler;
        this.stopping = stopping;
        this.lastCallOver = lastCallOver;
    }

    /** Serves the connection to its end. */
    void run() {
        thread = Thread.currentThread();
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            RequestReader reader = new RequestReader(in, out);
            boolean open = true;
            while (open && awaitRequest(reader)) {
                open = answerNext(reader, out);
            }
            linger(in);
        } catch (IOException | UncheckedIOException e) {
            log.atTrace().setCause(e).log("Connection ended");
        } catch (InterruptedException e) {
            log.atTrace().log("Connection was cut off");
        }
    }

    private boolean awaitRequest(RequestReader reader) throws IOException {
        if (reader.hasBegun()) {
            return true;
        }
        state.set(State.IDLE);
        // The stopping thread looks at idle connections after it has said that the last call is over, and this one
        // looks
        // at the last call after it has become idle: one of the two sees the other.
        if (lastCallOver.getAsBoolean() && state.compareAndSet(State.IDLE, State.CLOSING)) {
            return false;
        }
        return reader.awaitFirstByte() && state.compareAndSet(State.IDLE, State.BUSY);
    }

    private boolean answerNext(RequestReader reader, OutputStream out) throws IOException, InterruptedException {
        AppRequest request;
        try {
            request = reader.read();
        } catch (BadRequestException e) {
            write(out, AppResponse.text(400, e.getMessage() + "\n"), "GET", false);
            return false;
        }
        AppResponse response = handler.answer(request);
        boolean open = request.keepAlive() && !stopping.getAsBoolean();
        write(out, response, request.method(), open);
        return open;
    }

    private static void write(OutputStream out, AppResponse response, String method, boolean open) throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(response.reason())
                .append("\r\nContent-Type: ")
                .append(response.contentType())
                .append("\r\nContent-Length: ")
                .append(response.body().sizeBytes());
        for (Header header : response.headers()) {
            head.append("\r\n").append(header.name()).append(": ").append(header.value());
        }
        head.append(open ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
        ByteArrayOutputStream first = new ByteArrayOutputStream(1024);
        first.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (method.equals("HEAD")) {
            first.writeTo(out);
            return;
        }
        switch (response.body()) {
            case AppResponse.Body.Text(String text) -> {
                first.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                first.writeTo(out);
            }
            case AppResponse.Body.Filler(long bytes) -> {
                first.writeTo(out);
                writeFiller(out, bytes);
            }
        }
    }

    private static void writeFiller(OutputStream out, long bytes) throws IOException {
        byte[] chunk = new byte[(int) Math.min(bytes, CHUNK_BYTES)];
        Arrays.fill(chunk, (byte) 'x');
        for (long left = bytes; left > 0; left -= chunk.length) {
            out.write(chunk, 0, (int) Math.min(left, chunk.length));
        }
    }

    /**
     * Waits for the client to close, for a short time: closing a socket with unread input resets the connection, and
     * the client might lose the last answer (RFC 9112 section 9.6).
     */
    private void linger(InputStream in) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LINGER_MILLIS);
        byte[] ignored = new byte[1024];
        int budget = CHUNK_BYTES;
        for (int read = in.read(ignored); read >= 0 && budget > 0; read = in.read(ignored)) {
            budget -= read;
        }
    }

    /**
     * Ends the connection unless a request is being read or answered, or has been received and waits to be read. A
     * connection that was ended so before, and whose client has not closed its side since, is cut off.
     */
    void closeIfIdle() {
        try {
            if (state.get() == State.CLOSING) {
                close();
            } else if (state.get() == State.IDLE
                    && socket.getInputStream().available() == 0
                    && state.compareAndSet(State.IDLE, State.CLOSING)) {
                socket.shutdownOutput();
            }
        } catch (SocketException e) {
            log.atTrace().setCause(e).log("Connection is closed already");
        } catch (IOException e) {
            log.atTrace().setCause(e).log("Connection cannot be closed gently");
            close();
        }
    }

    /** Cuts the connection off, whatever it is doing. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            log.atTrace().setCause(e).log("Connection cannot be closed");
        }
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
