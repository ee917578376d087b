package dev.hawser.config;

import java.net.Inet6Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a target: {@code host:port}, where the host is a name, an IPv4 address or an IPv6 address in brackets.
 *
 * @param host the host; an IPv6 address is without its brackets
 * @param port 0 to 65535
 */
public record TargetAddress(String host, int port) {

    /** The port of a target that names none, as in Kong. */
    public static final int DEFAULT_PORT = 8000;

    private static final Pattern NAME = Pattern.compile("(?!-)[0-9A-Za-z_-]+(\\.[0-9A-Za-z_-]+)*\\.?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern TARGET = Pattern.compile("(\\[[^\\]]*\\]|[^\\[\\]:]+)(?::(\\d{1,5}))?");

    /**
     * Parses a configured target; without a port it gets {@value #DEFAULT_PORT}.
     *
     * @throws IllegalArgumentException when it is no target; the message says what was expected
     */
    public static TargetAddress parse(String text) {
        Matcher parts = TARGET.matcher(text);
        if (parts.matches()) {
            String host = parts.group(1);
            String digits = parts.group(2);
            int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
            boolean bracketed = host.startsWith("[");
            String bare = bracketed ? host.substring(1, host.length() - 1) : host;
            if (port <= 65535
                    && (bracketed
                            ? isIpv6(bare)
                            : isName(bare) || IPV4.matcher(bare).matches())) {
                return new TargetAddress(bare, port);
            }
        }
        throw new IllegalArgumentException("Invalid target ('" + text
                + "'); not a valid hostname or ip address (expected: host:port, an IPv6 address in brackets)");
    }

    /** Whether this is a host name: letters, digits, {@code -} and {@code _} in labels, and no IPv4 address. */
    public static boolean isName(String text) {
        return text.length() <= 253
                && NAME.matcher(text).matches()
                && !NUMERIC.matcher(text).matches();
    }

    /** Whether this is a host without a port: a name, an IPv4 address, or an IPv6 address with or without brackets. */
    public static boolean isHost(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        return isName(text)
                || IPV4.matcher(text).matches()
                || isIpv6(bracketed ? text.substring(1, text.length() - 1) : text);
    }

    private static boolean isIpv6(String text) {
        if (!IPV6.matcher(text).matches()) {
            return false;
        }
        try {
            Inet6Address.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As it is configured: {@code 10.0.0.1:80}, {@code [fd00::1]:80}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
