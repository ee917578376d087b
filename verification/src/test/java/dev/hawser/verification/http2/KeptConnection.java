package dev.hawser.verification.http2;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection of HTTP/1.1 that is kept from request to request. Used by one thread. */
final class KeptConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** The server closed the connection instead of answering, so that a request without effects may be sent again. */
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Connects.
     *
     * @throws IOException when nobody listens there
     */
    KeptConnection(InetSocketAddress address) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a GET, and reads the response whole.
     *
     * @return whether the connection is kept
     * @throws GoneException when the connection ended before the first octet of a response
     * @throws IOException when the response is another than 200, or breaks off
     */
    boolean get(String path) throws IOException {
        String status;
        try {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            int first = in.read();
            if (first < 0) {
                throw new GoneException();
            }
            status = (char) first + line();
        } catch (SocketException _) {
            throw new GoneException();
        }
        boolean kept = true;
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String lower = line.toLowerCase(Locale.ROOT);
            kept &= !lower.equals("connection: close");
            length = lower.startsWith("content-length: ") ? Integer.parseInt(lower.substring(16)) : length;
        }
        if (!status.startsWith("HTTP/1.1 200") || in.readNBytes(length).length < length) {
            throw new IOException(status);
        }
        return kept;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended behind «" + line + "»");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
