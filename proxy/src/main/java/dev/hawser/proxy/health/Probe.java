package dev.hawser.proxy.health;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks one endpoint once, over a connection of its own. Blocks: for virtual threads only, which an interrupt ends early.
 */
final class Probe {

    /** {@code HTTP/1.1 200}: all of a response that counts. */
    private static final int STATUS_LENGTH = 12;

    private final CheckSettings settings;
    private final @Nullable String hostHeader;

    /** @param hostHeader the Host to send; {@code null} means the endpoint's */
    Probe(CheckSettings settings, @Nullable String hostHeader) {
        this.settings = settings;
        this.hostHeader = hostHeader;
    }

    ProbeResult send(Endpoint endpoint) {
        long deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
            if (address.isUnresolved()) {
                return new ProbeResult.ConnectionFailed();
            }
            socket.connect(address, millisUntil(deadlineNanos));
            if (settings.type() == Healthchecks.Type.TCP) {
                return new ProbeResult.Connected();
            }
            socket.getOutputStream().write(request(endpoint).getBytes(StandardCharsets.UTF_8));
            return readStatus(socket, deadlineNanos);
        } catch (SocketTimeoutException e) {
            return new ProbeResult.TimedOut();
        } catch (IOException e) {
            return new ProbeResult.ConnectionFailed();
        }
    }

    private String request(Endpoint endpoint) {
        StringBuilder request = new StringBuilder(128)
                .append("GET ")
                .append(settings.path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(hostHeader == null ? endpoint.toString() : hostHeader)
                .append("\r\nUser-Agent: hawser-healthcheck\r\nConnection: close\r\n");
        settings.headers().forEach((name, values) -> {
            for (String value : values) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return request.append("\r\n").toString();
    }

    /** Reads the status line only; the rest of the response is cut off with the connection. */
    private static ProbeResult readStatus(Socket socket, long deadlineNanos) throws IOException {
        byte[] line = new byte[STATUS_LENGTH];
        InputStream in = socket.getInputStream();
        int length = 0;
        while (length < STATUS_LENGTH) {
            // Anew for each read: an endpoint that drips must not outlast the timeout.
            socket.setSoTimeout(millisUntil(deadlineNanos));
            int count = in.read(line, length, STATUS_LENGTH - length);
            if (count < 0) {
                return new ProbeResult.ConnectionFailed();
            }
            length += count;
        }
        String text = new String(line, StandardCharsets.US_ASCII);
        if (!text.matches("HTTP/1\\.[01] [1-9][0-9]{2}")) {
            return new ProbeResult.ConnectionFailed();
        }
        return new ProbeResult.Status(Integer.parseInt(text.substring(9)));
    }

    private static int millisUntil(long deadlineNanos) throws SocketTimeoutException {
        long millis = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("probe");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
