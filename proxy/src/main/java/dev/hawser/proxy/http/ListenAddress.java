package dev.hawser.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An address that connections are accepted at, as Kong's {@code proxy_listen} writes it: {@code 0.0.0.0:8443 ssl}.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a host name
 * @param port 0 to 65535; 0 takes any free one
 * @param security whether connections are secured
 * @param backlog how many connections may wait to be accepted
 */
public record ListenAddress(String host, int port, Security security, int backlog) {

    /** The default of nginx on Linux. */
    public static final int DEFAULT_BACKLOG = 511;

    /** How connections are secured. */
    public enum Security {
        PLAIN,
        TLS
    }

    /** A plain address with the default backlog. */
    public static ListenAddress plain(String host, int port) {
        return new ListenAddress(host, port, Security.PLAIN, DEFAULT_BACKLOG);
    }

    /** An address secured by TLS, with the default backlog. */
    public static ListenAddress tls(String host, int port) {
        return new ListenAddress(host, port, Security.TLS, DEFAULT_BACKLOG);
    }

    /** The same with another port. */
    public ListenAddress withPort(int other) {
        return new ListenAddress(host, other, security, backlog);
    }

    /**
     * Reads a list of addresses, separated by commas, or {@code off} for none. The flags {@code http2}, {@code
     * reuseport}, {@code deferred}, {@code bind} and {@code so_keepalive=…} are accepted and change nothing.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if an entry cannot be read, or asks for {@code proxy_protocol}, which is not spoken
     */
    public static List<ListenAddress> parseAll(String setting, String text) {
        if (text.trim().equals("off")) {
            return List.of();
        }
        List<ListenAddress> addresses = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            addresses.add(parse(setting, entry.trim()));
        }
        return List.copyOf(addresses);
    }

    private static ListenAddress parse(String setting, String entry) {
        String[] words = entry.split("\\s+", -1);
        int colon = words[0].lastIndexOf(':');
        String host = colon < 0 ? "" : unbracketed(words[0].substring(0, colon));
        int port = colon < 0 ? -1 : parseNumber(words[0].substring(colon + 1), 65535);
        if (host.isEmpty() || port < 0) {
            throw invalid(setting, entry, "an address and a port, as in 0.0.0.0:8000");
        }
        Security security = Security.PLAIN;
        int backlog = DEFAULT_BACKLOG;
        for (String flag : List.of(words).subList(1, words.length)) {
            if (flag.equals("ssl")) {
                security = Security.TLS;
            } else if (flag.startsWith("backlog=")) {
                backlog = parseNumber(flag.substring("backlog=".length()), Integer.MAX_VALUE);
                if (backlog < 1) {
                    throw invalid(setting, entry, "a backlog of at least 1");
                }
            } else if (!ignored(flag)) {
                throw invalid(setting, entry, "only the flags ssl, http2, reuseport, deferred, bind, backlog=N");
            }
        }
        return new ListenAddress(host, port, security, backlog);
    }

    private static boolean ignored(String flag) {
        return switch (flag.toLowerCase(Locale.ROOT)) {
            case "http2", "reuseport", "deferred", "bind" -> true;
            default -> flag.startsWith("so_keepalive=");
        };
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** The number; -1 when the text is none in 0 to max. */
    private static int parseNumber(String text, int max) {
        try {
            int number = Integer.parseInt(text);
            return number >= 0 && number <= max ? number : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static IllegalArgumentException invalid(String setting, String entry, String expected) {
        return new IllegalArgumentException(setting + ": " + entry + " (expected: " + expected + ")");
    }

    /** As in the setting, without flags: {@code 127.0.0.1:8000}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
