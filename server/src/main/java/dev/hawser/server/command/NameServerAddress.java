package dev.hawser.server.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of name servers as Kong's {@code dns_resolver} has them: {@code 10.0.0.10}, {@code [::1]:5353}. */
final class NameServerAddress {

    static final int DEFAULT_PORT = 53;

    private static final Pattern ADDRESS = Pattern.compile("(?:(\\d[\\d.]*)|\\[([\\da-fA-F:.]+)])(?::(\\d{1,5}))?");

    private NameServerAddress() {}

    /** @throws IllegalArgumentException if it is no address; names are none, for who would look them up */
    static InetSocketAddress parse(String setting, String text) {
        Matcher parts = ADDRESS.matcher(text.strip());
        if (parts.matches()) {
            String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
            int port = parts.group(3) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(3));
            if (port >= 1 && port <= 65535) {
                try {
                    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
                } catch (IllegalArgumentException _) {
                    // Told below, with what is expected.
                }
            }
        }
        throw new IllegalArgumentException(
                setting + ": " + text + " (expected: an address with or without a port, like 10.0.0.10 or [::1]:5353)");
    }
}
