package dev.hawser.proxy.http;

import dev.hawser.proxy.http.SocketSettings.IpVersions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that connections are accepted at, as Kong's {@code proxy_listen} writes it: {@code 0.0.0.0:8443 ssl}.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a host name
 * @param port 0 to 65535; 0 takes any free one
 * @param security whether connections are secured
 * @param versions which versions of HTTP are spoken
 * @param preface what a connection begins with, before TLS too
 * @param socket how its sockets are set up
 */
public record ListenAddress(
        String host, int port, Security security, Versions versions, Preface preface, SocketSettings socket) {

    private static final String FLAGS =
            "only the flags ssl, http2, proxy_protocol, reuseport, deferred, bind, backlog=N, ipv6only=on|off, so_keepalive=…";

    private static final String ALL_IPV4 = "0.0.0.0";
    private static final String ALL_IPV6 = "::";

    /** How connections are secured. */
    public enum Security {
        PLAIN,
        TLS
    }

    /** Which versions of HTTP are spoken. */
    public enum Versions {
        HTTP_1,
        /** HTTP/2 too, by agreement over TLS and by prior knowledge without it (RFC 9113 sections 3.2 and 3.3). */
        HTTP_1_AND_2
    }

    /** What a connection begins with. */
    public enum Preface {
        NONE,
        /** A PROXY header, without which it is closed. */
        PROXY_PROTOCOL
    }

    /** A plain address with the defaults of nginx. */
    public static ListenAddress plain(String host, int port) {
        return new ListenAddress(host, port, Security.PLAIN, Versions.HTTP_1, Preface.NONE, SocketSettings.DEFAULT);
    }

    /** An address secured by TLS, with the defaults of nginx. */
    public static ListenAddress tls(String host, int port) {
        return plain(host, port).withSecurity(Security.TLS);
    }

    /** The same with another port. */
    public ListenAddress withPort(int other) {
        return new ListenAddress(host, other, security, versions, preface, socket);
    }

    ListenAddress withSecurity(Security other) {
        return new ListenAddress(host, port, other, versions, preface, socket);
    }

    /** The same with other versions of HTTP. */
    public ListenAddress withVersions(Versions other) {
        return new ListenAddress(host, port, security, other, preface, socket);
    }

    /** The same with something else that connections begin with. */
    public ListenAddress withPreface(Preface other) {
        return new ListenAddress(host, port, security, versions, other, socket);
    }

    ListenAddress withSocket(SocketSettings other) {
        return new ListenAddress(host, port, security, versions, preface, other);
    }

    /** All addresses of the other IP version, at the same port and with the same flags; {@code null} unless it is all of its own. */
    @Nullable
    ListenAddress twin() {
        return switch (port == 0 ? "" : host) {
            case ALL_IPV4 -> withHost(ALL_IPV6);
            case ALL_IPV6 -> withHost(ALL_IPV4);
            default -> null;
        };
    }

    private ListenAddress withHost(String other) {
        return new ListenAddress(other, port, security, versions, preface, socket);
    }

    /**
     * Reads a list of addresses, separated by commas, or {@code off} for none. The flags {@code reuseport} and {@code
     * bind} are accepted and change nothing: it is always so.
     *
     * @param setting the name of the setting, for messages
     * @throws IllegalArgumentException if an entry cannot be read
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
        ListenAddress address = plain(host, port);
        for (String flag : List.of(words).subList(1, words.length)) {
            address = address.with(flag, setting, entry);
        }
        return address;
    }

    private ListenAddress with(String flag, String setting, String entry) {
        int equals = flag.indexOf('=');
        String value = flag.substring(equals + 1);
        return switch (equals < 0 ? flag : flag.substring(0, equals + 1)) {
            case "reuseport", "bind" -> this;
            case "http2" -> withVersions(Versions.HTTP_1_AND_2);
            case "ssl" -> withSecurity(Security.TLS);
            case "proxy_protocol" -> withPreface(Preface.PROXY_PROTOCOL);
            case "deferred" -> withSocket(socket.withAccept(SocketSettings.Accept.WITH_DATA));
            case "backlog=" -> {
                int backlog = parseNumber(value, Integer.MAX_VALUE);
                if (backlog < 1) {
                    throw invalid(setting, entry, "a backlog of at least 1");
                }
                yield withSocket(socket.withBacklog(backlog));
            }
            case "ipv6only=" -> withSocket(socket.withVersions(ipVersions(value, setting, entry)));
            case "so_keepalive=" -> {
                TcpProbes probes = TcpProbes.parse(value);
                if (probes == null) {
                    throw invalid(setting, entry, "so_keepalive=on, off or [idle]:[interval]:[count] as in 30m::10");
                }
                yield withSocket(socket.withProbes(probes));
            }
            default -> throw invalid(setting, entry, FLAGS);
        };
    }

    private IpVersions ipVersions(String value, String setting, String entry) {
        if (host.indexOf(':') < 0) {
            throw invalid(setting, entry, "ipv6only at an IPv6 address only");
        }
        return switch (value) {
            case "on" -> IpVersions.ONE;
            case "off" -> IpVersions.BOTH;
            default -> throw invalid(setting, entry, "ipv6only=on or ipv6only=off");
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
