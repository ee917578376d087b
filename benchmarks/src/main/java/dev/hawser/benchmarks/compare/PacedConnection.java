package dev.hawser.benchmarks.compare;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of a paced load, with one request under way at most. One thread sends, another receives. */
final class PacedConnection implements Closeable {

    /** What {@link #receive} returns while octets are missing. */
    static final long INCOMPLETE = Long.MIN_VALUE;

    private static final byte[] STATUS = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final ByteBuffer response = ByteBuffer.allocateDirect(16 * 1024);

    /** Written by the sender before it sends, read by the receiver once the response is there. */
    private volatile long dueNanos;

    private PacedConnection(SocketChannel channel, String request) {
        this.channel = channel;
        byte[] octets = request.getBytes(StandardCharsets.US_ASCII);
        this.request = ByteBuffer.allocateDirect(octets.length).put(octets);
    }

    static PacedConnection open(int port, String request, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(Ports.address(port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        PacedConnection connection = new PacedConnection(channel, request);
        channel.register(selector, SelectionKey.OP_READ, connection);
        return connection;
    }

    void send(long due) throws IOException {
        dueNanos = due;
        request.flip();
        int length = request.limit();
        if (channel.write(request) != length) {
            throw new IOException("request: not taken at once (expected: an empty socket buffer)");
        }
    }

    /** Takes what came; returns when the request was due once the response is whole, else {@link #INCOMPLETE}. */
    long receive() throws IOException {
        if (channel.read(response) < 0) {
            throw new IOException("connection: closed (expected: a response)");
        }
        int end = find(END, 0, response.position());
        if (end < 0) {
            return INCOMPLETE;
        }
        if (find(STATUS, 0, STATUS.length) != 0) {
            throw new IOException("response: another status (expected: 200)");
        }
        if (response.position() < end + END.length + bodyLength(end)) {
            return INCOMPLETE;
        }
        response.clear();
        return dueNanos;
    }

    private int bodyLength(int headEnd) throws IOException {
        int field = find(LENGTH, 0, headEnd);
        if (field < 0) {
            throw new IOException("response: has no length (expected: one)");
        }
        int length = 0;
        for (int i = field + LENGTH.length; response.get(i) != '\r'; i++) {
            if (response.get(i) != ' ') {
                length = length * 10 + response.get(i) - '0';
            }
        }
        return length;
    }

    /** Where some octets are first, letters in any case; -1 when nowhere. */
    private int find(byte[] wanted, int from, int to) {
        for (int start = from; start <= to - wanted.length; start++) {
            int i = 0;
            while (i < wanted.length && same(response.get(start + i), wanted[i])) {
                i++;
            }
            if (i == wanted.length) {
                return start;
            }
        }
        return -1;
    }

    private static boolean same(byte octet, byte wanted) {
        return octet == wanted || (octet >= 'A' && octet <= 'Z' && (octet | 0x20) == wanted);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
