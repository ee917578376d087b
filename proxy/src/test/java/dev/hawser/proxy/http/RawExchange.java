package dev.hawser.proxy.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One end of an HTTP/1.1 connection, byte by byte, for clients and origins alike. Blocks; gives up after 20 seconds. */
final class RawExchange implements Closeable {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** A head and a body; the body of a chunked message is decoded. */
    record Message(String firstLine, List<String> fields, String body, List<String> trailers) {

        int status() {
            return Integer.parseInt(firstLine.split(" ", 3)[1]);
        }

        List<String> all(String name) {
            return fields.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .toList();
        }

        /** The value of the only line of that name; empty when there is none. */
        String field(String name) {
            List<String> values = all(name);
            if (values.size() > 1) {
                throw new AssertionError(name + ": " + values + " (expected: one line)");
            }
            return values.isEmpty() ? "" : values.getFirst();
        }

        boolean has(String name) {
            return !all(name).isEmpty();
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawExchange(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 65536);
    }

    static RawExchange connect(InetSocketAddress address) throws IOException {
        return new RawExchange(new Socket(address.getAddress(), address.getPort()));
    }

    Socket socket() {
        return socket;
    }

    RawExchange send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawExchange send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads a message whose body goes as its fields say. */
    Message read() throws IOException {
        return read("GET");
    }

    /** Reads the response to a request with that method. */
    Message read(String method) throws IOException {
        Message head = readHead();
        boolean response = head.firstLine().startsWith("HTTP/");
        if (method.equals("HEAD")
                || (response && (head.status() < 200 || head.status() == 204 || head.status() == 304))) {
            return head;
        }
        if (head.field("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return readChunked(head);
        }
        String length = head.field("Content-Length");
        if (!length.isEmpty()) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException("body is cut off");
            }
            return with(head, body);
        }
        return response ? with(head, in.readAllBytes()) : head;
    }

    private static Message with(Message head, byte[] body) {
        return new Message(head.firstLine(), head.fields(), text(body), List.of());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    Message readHead() throws IOException {
        String first = line();
        return new Message(first, lines(), "", List.of());
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private Message readChunked(Message head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size || !line().isEmpty()) {
                throw new EOFException("chunk is cut off");
            }
            body.writeBytes(chunk);
        }
        return new Message(head.firstLine(), head.fields(), text(body.toByteArray()), lines());
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Reads exactly so many bytes. */
    String readText(int bytes) throws IOException {
        return text(in.readNBytes(bytes));
    }

    InputStream in() {
        return in;
    }

    /** Waits for the end of the connection; whether nothing came before it. */
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    /** Closes with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
