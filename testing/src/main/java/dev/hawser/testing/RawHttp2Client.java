package dev.hawser.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One HTTP/2 connection (RFC 9113) over which frames are sent just as they are given. Header blocks say whatever they are
 * given to say, as literals that are neither indexed nor compressed (RFC 7541 section 6.2.2). What comes back is read frame by
 * frame: settings and pings are acknowledged, windows opened again, the rest is kept by stream. Every read is bounded by
 * ten seconds. Used by one thread; to be closed.
 */
public final class RawHttp2Client implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    private static final int ACK = 1;
    private static final int PADDED = 8;
    private static final int MAX_FRAME = 16_384;
    private static final int FRAME_HEADER = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private final HeaderBlocks blocks = new HeaderBlocks();
    private final Map<Integer, Http2Answer.Draft> answers = new HashMap<>();
    private int nextStream = 1;

    /** The last stream of the latest GOAWAY; all of them as long as there was none. */
    private int lastStream = Integer.MAX_VALUE;

    private int goAways;
    private int goAwayCode = -1;

    private RawHttp2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * Connects in clear, with prior knowledge (RFC 9113 section 3.3).
     *
     * @throws UncheckedIOException when nothing listens there
     */
    public static RawHttp2Client connect(InetSocketAddress address) {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException("connect: " + address, e);
        }
        return over(socket);
    }

    /** Begins on a connection that is there, such as one of TLS. Closes it in the end. */
    public static RawHttp2Client over(Socket socket) {
        try {
            RawHttp2Client client = new RawHttp2Client(socket);
            client.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            client.frame(SETTINGS, 0, 0);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request without content; its stream. */
    public int request(List<Http2Field> head) {
        int stream = begin();
        headers(stream, END_STREAM, HeaderBlocks.write(head));
        return stream;
    }

    /** Sends the head of a request that content or trailers follow; its stream. */
    public int open(List<Http2Field> head) {
        int stream = begin();
        headers(stream, 0, HeaderBlocks.write(head));
        return stream;
    }

    /** The number of a stream of which nothing was sent yet. */
    public int begin() {
        int stream = nextStream;
        nextStream += 2;
        return stream;
    }

    /** Sends a piece of content that more follows. */
    public void data(int stream, String content) {
        frame(DATA, 0, stream, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends the last piece of content. */
    public void end(int stream, String content) {
        frame(DATA, END_STREAM, stream, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void trailers(int stream, List<Http2Field> fields) {
        headers(stream, END_STREAM, HeaderBlocks.write(fields));
    }

    /** Sends a header block, in as many frames as it takes. */
    public void headers(int stream, int flags, byte[] block) {
        int at = Math.min(block.length, MAX_FRAME);
        frame(HEADERS, flags | (at == block.length ? END_HEADERS : 0), stream, part(block, 0, at));
        while (at < block.length) {
            int end = Math.min(block.length, at + MAX_FRAME);
            frame(CONTINUATION, end == block.length ? END_HEADERS : 0, stream, part(block, at, end));
            at = end;
        }
    }

    private static byte[] part(byte[] block, int from, int to) {
        return Arrays.copyOfRange(block, from, to);
    }

    /** Sends a frame. Where the server has closed the connection it is lost, and what came before tells why. */
    public void frame(int type, int flags, int stream, byte... payload) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + payload.length)
                .putInt((payload.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload);
        try {
            write(frame.array());
        } catch (SocketException _) {
            // The answers to it are looked for among what can still be read.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /**
     * What became of a stream; reads until that is certain.
     *
     * @throws UncheckedIOException when nothing comes for ten seconds
     */
    public Http2Answer await(int stream) {
        Http2Answer.Draft answer = answers.computeIfAbsent(stream, _ -> new Http2Answer.Draft());
        while (!answer.ended()) {
            if (stream > lastStream) {
                answer.end("goaway " + Http2Answer.codeName(goAwayCode));
            } else if (!readFrame()) {
                answer.end(goAwayCode > 0 ? "goaway " + Http2Answer.codeName(goAwayCode) : "closed");
            }
        }
        answers.remove(stream);
        return answer.finished();
    }

    /** Whether the server has said that it takes no further stream; reads what has come. */
    public boolean isLeaving() {
        try {
            while (goAways == 0 && in.available() > 0 && readFrame()) {
                // What it was is looked at by the condition.
            }
            return goAways > 0;
        } catch (IOException _) {
            return true;
        }
    }

    /** How many GOAWAY frames came. */
    public int goAways() {
        return goAways;
    }

    /** Reads until the server closes the connection, and tells whether it does within ten seconds. */
    public boolean isClosedByPeer() {
        try {
            while (readFrame()) {
                // Frames may come before the end.
            }
            return true;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    /** Whether there was a frame, in place of the end of the connection. */
    private boolean readFrame() {
        try {
            int head = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            byte[] payload = new byte[head >>> 8];
            in.readFully(payload);
            take(head & 0xFF, flags, stream, payload);
            return true;
        } catch (EOFException | SocketException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(int type, int flags, int stream, byte[] payload) throws IOException {
        switch (type) {
            case HEADERS -> takeHeaders(flags, stream, payload);
            case DATA -> takeData(flags, stream, payload);
            case RST_STREAM ->
                answer(stream)
                        .end("reset "
                                + Http2Answer.codeName(ByteBuffer.wrap(payload).getInt()));
            case GOAWAY -> {
                ByteBuffer said = ByteBuffer.wrap(payload);
                lastStream = said.getInt() & Integer.MAX_VALUE;
                goAwayCode = said.getInt();
                goAways++;
            }
            case SETTINGS, PING -> {
                if ((flags & ACK) == 0) {
                    frame(type, ACK, 0, type == PING ? payload : new byte[0]);
                }
            }
            default -> {
                // Windows are larger than what tests send, and unknown types are to be ignored (section 4.1).
            }
        }
    }

    private Http2Answer.Draft answer(int stream) {
        return answers.computeIfAbsent(stream, _ -> new Http2Answer.Draft());
    }

    private void takeHeaders(int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(payload);
        int seen = flags;
        while ((seen & END_HEADERS) == 0) {
            byte[] more = new byte[in.readInt() >>> 8];
            seen = in.readUnsignedByte();
            in.readInt();
            in.readFully(more);
            block.writeBytes(more);
        }
        answer(stream).fields(blocks.read(stream, block.toByteArray()));
        if ((flags & END_STREAM) != 0) {
            answer(stream).end("");
        }
    }

    private void takeData(int flags, int stream, byte[] payload) {
        int padding = (flags & PADDED) == 0 ? 0 : 1 + (payload[0] & 0xFF);
        int start = padding == 0 ? 0 : 1;
        answer(stream).content(payload, start, payload.length - padding);
        if (payload.length > 0) {
            byte[] increment = ByteBuffer.allocate(4).putInt(payload.length).array();
            frame(WINDOW_UPDATE, 0, 0, increment);
            if ((flags & END_STREAM) == 0) {
                frame(WINDOW_UPDATE, 0, stream, increment);
            }
        }
        if ((flags & END_STREAM) != 0) {
            answer(stream).end("");
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
