package dev.hawser.verification.guide;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client with a cookie jar and one keep-alive connection. Unlike a library's client it never sends a request again:
 * what fails, fails. Used by one thread.
 */
public final class Visitor implements AutoCloseable {

    public static final String SESSION_COOKIE = "session-id";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern POD = Pattern.compile("\"pod\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern VISITS = Pattern.compile("\"visits\"\\s*:\\s*(\\d+)");

    private URI gateway;
    private final Map<String, String> jar = new LinkedHashMap<>();
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    public Visitor(URI gateway) {
        this.gateway = gateway;
    }

    /** A response as it came. */
    public record Response(int status, List<String> headers, String body) {

        public List<String> values(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }
    }

    /**
     * Sends a request with the cookies of the jar and keeps those of the response.
     *
     * @throws IOException when anything but a whole response with status 200 from a pod comes back
     */
    public Visit visit(String path) throws IOException {
        Response response = get(path);
        Matcher pod = POD.matcher(response.body());
        Matcher visits = VISITS.matcher(response.body());
        if (response.status() != 200 || !pod.find() || !visits.find()) {
            throw new IOException("status " + response.status() + ": " + response.body());
        }
        boolean sessionSet = response.values("set-cookie").stream().anyMatch(c -> c.startsWith(SESSION_COOKIE + "="));
        return new Visit(
                System.nanoTime(),
                pod.group(1),
                Integer.parseInt(visits.group(1)),
                jar.getOrDefault(SESSION_COOKIE, ""),
                sessionSet);
    }

    /** Goes on at another gateway, with the same cookies. */
    public void moveTo(URI other) throws IOException {
        disconnect();
        gateway = other;
    }

    /** The status that a client without cookies gets. */
    public static int status(URI gateway, String path) {
        try (Visitor visitor = new Visitor(gateway)) {
            return visitor.get(path).status();
        } catch (IOException e) {
            throw new AssertionError("the gateway gave no answer", e);
        }
    }

    /** Sends a request with the cookies of the jar and keeps those of the response, whatever its status. */
    public Response get(String path) throws IOException {
        Socket connection = socket;
        InputStream input = in;
        if (connection == null || input == null) {
            connection = new Socket();
            connection.setSoTimeout((int) PATIENCE.toMillis());
            connection.setTcpNoDelay(true);
            connection.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), (int) PATIENCE.toMillis());
            input = new BufferedInputStream(connection.getInputStream());
            socket = connection;
            in = input;
        }
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + gateway.getAuthority() + "\r\n");
        if (!jar.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            jar.forEach((name, value) -> pairs.add(name + "=" + value));
            head.append("Cookie: ").append(String.join("; ", pairs)).append("\r\n");
        }
        connection.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        Response response = read(input);
        for (String cookie : response.values("set-cookie")) {
            String pair = cookie.split(";", 2)[0];
            jar.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        if (response.values("connection").stream().anyMatch("close"::equalsIgnoreCase)) {
            disconnect();
        }
        return response;
    }

    private static Response read(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        Response head = new Response(status, headers, "");
        StringBuilder body = new StringBuilder();
        if (head.values("transfer-encoding").contains("chunked")) {
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.append(text(in, size));
                line(in);
            }
            line(in);
        } else {
            body.append(text(in, Integer.parseInt(head.values("content-length").getFirst())));
        }
        return new Response(status, headers, body.toString());
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String text(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended in the middle of a response: «" + line + "»");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        disconnect();
    }

    /** Closes the connection; the next request makes a new one. */
    public void disconnect() throws IOException {
        Socket connection = socket;
        socket = null;
        in = null;
        if (connection != null) {
            connection.close();
        }
    }
}
