package dev.hawser.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The client's side of HTTP/2, frame by frame: sends whatever a test says, right or wrong. */
final class Http2Client implements Closeable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** The identifier of a setting. */
    static final byte INITIAL_WINDOW_SIZE = 4;

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    static final byte[] NOTHING = {};

    /** A frame that came in, with its payload in ISO 8859-1; a block of fields reads {@code name=value&name=value}. */
    record Frame(int type, int flags, int stream, String text, String fields) {

        boolean endsStream() {
            return type <= HEADERS && (flags & END_STREAM) != 0;
        }

        /** The error code of what ends a stream or the connection. */
        int error() {
            int at = type == GOAWAY ? 4 : 0;
            return number(at);
        }

        /** The last stream of a GOAWAY. */
        int lastStream() {
            return number(0);
        }

        private int number(int at) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            return Unpooled.wrappedBuffer(octets).getInt(at);
        }

        byte[] payload() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects, and goes as far as requests can be sent. */
    static Http2Client connect(InetSocketAddress to) throws IOException {
        return new Http2Client(new Socket(to.getAddress(), to.getPort())).open();
    }

    /** Connects, and reads nothing more than a small window of the system takes. */
    static Http2Client narrow(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(to);
        return new Http2Client(socket).open();
    }

    Http2Client open() throws IOException {
        send(PREFACE);
        return send(SETTINGS, 0, 0, NOTHING).window(0, 1 << 24);
    }

    OutputStream out() {
        return out;
    }

    Http2Client send(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Http2Client send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
        return this;
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 9);
        frame.write(payload.length >>> 16);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.writeBytes(number(stream));
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    static byte[] number(int number) {
        return new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    }

    /** A block of fields as literals without indexing (RFC 7541 section 6.2.2). */
    static byte[] block(String fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields.split("&", -1)) {
            int equals = field.indexOf('=');
            block.write(0);
            literal(block, field.substring(0, equals));
            literal(block, field.substring(equals + 1));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream to, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < 127) {
            to.write(octets.length);
        } else {
            to.write(127);
            int rest = octets.length - 127;
            for (; rest >= 128; rest >>>= 7) {
                to.write((rest & 127) | 128);
            }
            to.write(rest);
        }
        to.writeBytes(octets);
    }

    /** Sends a request without a body. */
    Http2Client get(int stream, String path) throws IOException {
        return send(
                HEADERS,
                END_HEADERS | END_STREAM,
                stream,
                block(":method=GET&:scheme=http&:authority=h&:path=" + path));
    }

    /** Sends the head of a request whose body follows. */
    Http2Client post(int stream, String more) throws IOException {
        return send(HEADERS, END_HEADERS, stream, block(":method=POST&:scheme=http&:authority=h&:path=/" + more));
    }

    Http2Client data(int stream, int flags, String content) throws IOException {
        return send(DATA, flags, stream, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    Http2Client window(int stream, int more) throws IOException {
        return send(WINDOW_UPDATE, 0, stream, number(more));
    }

    /** The next frame, whatever it is; {@code null} at the end of the connection. */
    @Nullable
    Frame next() throws IOException {
        int high = in.read();
        if (high < 0) {
            return null;
        }
        int length = high << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & 0x7fffffff;
        byte[] payload = in.readNBytes(length);
        return new Frame(
                type,
                flags,
                stream,
                new String(payload, StandardCharsets.ISO_8859_1),
                type == HEADERS ? fields(stream, payload) : "");
    }

    private String fields(int stream, byte[] payload) throws IOException {
        ByteBuf buffer = Unpooled.wrappedBuffer(payload);
        try {
            Http2Headers headers = decoder.decodeHeaders(stream, buffer);
            StringJoiner text = new StringJoiner("&");
            headers.forEach(field -> text.add(field.getKey() + "=" + field.getValue()));
            return text.toString();
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    /** The next frame of that type; others are dropped. Fails at the end of the connection. */
    Frame await(int type) throws IOException {
        Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        if (frame == null) {
            throw new IOException("connection: closed (expected: a frame of type " + type + ")");
        }
        return frame;
    }

    /** What becomes of a stream: its response, or the code that resets it. */
    Answer answer(int stream) throws IOException {
        StringBuilder fields = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == GOAWAY) {
                return new Answer("goaway " + frame.error(), body.toString());
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == RST_STREAM) {
                return new Answer("reset " + frame.error(), body.toString());
            }
            if (frame.type() == HEADERS) {
                fields.append(fields.isEmpty() ? "" : " | ").append(frame.fields());
            } else if (frame.type() == DATA) {
                body.append(frame.text());
            }
            if (frame.endsStream()) {
                return new Answer(fields.toString(), body.toString());
            }
        }
        return new Answer("closed", body.toString());
    }

    /** @param fields the blocks of fields, or how else the stream ended */
    record Answer(String fields, String body) {

        String status() {
            return fields.startsWith(":status=") ? fields.substring(8, 11) : fields;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
