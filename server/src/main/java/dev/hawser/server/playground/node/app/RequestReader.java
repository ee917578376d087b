package dev.hawser.server.playground.node.app;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the requests of one connection, one after the other (RFC 9112).
 *
 * <p>Bodies framed by {@code Content-Length} or {@code chunked} are read and counted; {@code Expect: 100-continue} is
 * answered before the body is read. A head is at most {@value #MAX_HEAD_BYTES} bytes long. Confined to the connection's
 * thread.
 */
final class RequestReader {

    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final BufferedInputStream in;
    private final OutputStream out;
    private final byte[] line = new byte[MAX_HEAD_BYTES];
    private int headBytes;

    /** @param out where the interim answer 100 goes */
    RequestReader(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, 8192);
        this.out = out;
    }

    /** At least one byte of a next request is here already, so that reading it does not wait for the client to begin. */
    boolean hasBegun() throws IOException {
        return in.available() > 0;
    }

    /** Waits for the first byte of the next request; false when the client has closed its side instead. */
    boolean awaitFirstByte() throws IOException {
        in.mark(1);
        int first = in.read();
        if (first < 0) {
            return false;
        }
        in.reset();
        return true;
    }

    /**
     * Reads one request with its body.
     *
     * @throws BadRequestException it is malformed; what follows on the connection cannot be understood
     * @throws IOException the connection failed or was closed within the request
     */
    AppRequest read() throws IOException, BadRequestException {
        headBytes = 0;
        String requestLine = readLine();
        while (requestLine.isEmpty()) {
            requestLine = readLine();
        }
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new BadRequestException("request line: (expected: METHOD target HTTP/1.x)");
        }
        List<Header> headers = readHeaders();
        AppRequest head = new AppRequest(parts[0], parts[1], headers, staysOpen(parts[2], headers), 0);
        if (head.header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            out.write(CONTINUE);
        }
        long bodyBytes = readBody(head);
        return new AppRequest(head.method(), head.target(), headers, head.keepAlive(), bodyBytes);
    }

    private List<Header> readHeaders() throws IOException, BadRequestException {
        List<Header> headers = new ArrayList<>();
        for (String field = readLine(); !field.isEmpty(); field = readLine()) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new BadRequestException("header: (expected: name: value)");
            }
            headers.add(new Header(
                    field.substring(0, colon), field.substring(colon + 1).strip()));
        }
        return headers;
    }

    private static boolean staysOpen(String version, List<Header> headers) {
        boolean stays = !version.equals("HTTP/1.0");
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Connection")) {
                for (String option : header.value().split(",", -1)) {
                    if (option.strip().equalsIgnoreCase("close")) {
                        return false;
                    }
                    stays |= option.strip().equalsIgnoreCase("keep-alive");
                }
            }
        }
        return stays;
    }

    private long readBody(AppRequest head) throws IOException, BadRequestException {
        Optional<String> coding = head.header("Transfer-Encoding");
        Optional<String> length = head.header("Content-Length");
        if (coding.isPresent()) {
            if (length.isPresent() || !coding.get().equalsIgnoreCase("chunked")) {
                throw new BadRequestException("Transfer-Encoding: (expected: chunked, without Content-Length)");
            }
            return readChunks();
        }
        long bytes = length.isPresent() ? parseSize(length.get(), 10) : 0;
        in.skipNBytes(bytes);
        return bytes;
    }

    private long readChunks() throws IOException, BadRequestException {
        long total = 0;
        while (true) {
            headBytes = 0;
            String size = readLine();
            int extension = size.indexOf(';');
            long bytes = parseSize((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (bytes == 0) {
                readHeaders();
                return total;
            }
            in.skipNBytes(bytes);
            total += bytes;
            if (!readLine().isEmpty()) {
                throw new BadRequestException("chunk: (expected: as many bytes as its size says)");
            }
        }
    }

    private static long parseSize(String text, int radix) throws BadRequestException {
        try {
            long size = Long.parseLong(text, radix);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Answered like a negative one.
        }
        throw new BadRequestException("size of the content: (expected: a number that is not negative)");
    }

    private String readLine() throws IOException, BadRequestException {
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection: closed (expected: the rest of a request)");
            }
            if (headBytes++ == MAX_HEAD_BYTES) {
                throw new BadRequestException("head: too long (expected: at most " + MAX_HEAD_BYTES + " bytes)");
            }
            line[length++] = (byte) b;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }
}
