package dev.hawser.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection over which bytes are sent just as they are given and responses are read one by one. Every read is
 * bounded by ten seconds. Used by one thread; to be closed.
 */
public final class RawHttpClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final BufferedInputStream in;
    private final MessageReader reader;

    private RawHttpClient(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
        reader = new MessageReader(in);
    }

    /**
     * A response.
     *
     * @param head its head
     * @param text its content in UTF-8, without the framing of chunks
     */
    public record Response(HttpHead head, String text) {

        public int status() {
            return head.status();
        }
    }

    /**
     * Connects.
     *
     * @throws UncheckedIOException when nothing listens there
     */
    public static RawHttpClient connect(InetSocketAddress address) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(address, (int) PATIENCE.toMillis());
            return new RawHttpClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("connect: " + address, e);
        }
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is, in ISO 8859-1. */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a GET and reads the response. */
    public Response get(String target, String... fieldLines) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        for (String line : fieldLines) {
            request.append(line).append("\r\n");
        }
        send(request.append("\r\n").toString());
        return read();
    }

    /**
     * Reads the next response with its content; one without a length lasts until the connection ends.
     *
     * @throws UncheckedIOException when the connection ends inside of it, or before it, or it takes too long
     */
    public Response read() {
        return read(MessageReader.Body.OF_RESPONSE);
    }

    /** Reads the response to a HEAD, which has no content whatever its fields say. */
    public Response readHead() {
        return read(MessageReader.Body.NONE);
    }

    private Response read(MessageReader.Body body) {
        try {
            String text = reader.head();
            if (text.isEmpty()) {
                throw new IOException("connection: closed (expected: a response)");
            }
            HttpHead head = new HttpHead(text);
            return new Response(head, new String(reader.body(head, body), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the peer to end the connection, and says whether it did so without sending anything more. */
    public boolean isClosedByPeer() {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true; // reset by the peer
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will be sent; the other direction stays open. */
    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
