package dev.hawser.server.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An address to listen at, as Kong Ingress Controller's flags write it, which is Go's way: {@code :10254},
 * {@code 127.0.0.1:10254}, {@code [::1]:10254}.
 *
 * @param host empty for all addresses of the machine
 * @param port 0 to 65535; 0 takes any free one
 */
public record BindAddress(String host, int port) {

    /**
     * Reads an address; empty for {@code 0}, {@code off} and the empty text, which mean that nothing is to be listened at.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException when the text is none of these
     */
    public static Optional<BindAddress> parse(String setting, String text) {
        if (text.isEmpty() || text.equals("0") || text.equals("off")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        try {
            String host = text.substring(0, Math.max(colon, 0));
            int port = Integer.parseInt(text.substring(colon + 1));
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (colon >= 0 && port >= 0 && port <= 65535 && (bracketed || host.indexOf(':') < 0)) {
                return Optional.of(new BindAddress(bracketed ? host.substring(1, host.length() - 1) : host, port));
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                setting + ": " + text + " (expected: an address and a port, as in :10254 or 127.0.0.1:10254, or off)");
    }

    InetSocketAddress socketAddress() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
