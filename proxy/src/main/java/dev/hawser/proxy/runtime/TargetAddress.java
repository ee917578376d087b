package dev.hawser.proxy.runtime;

/**
 * The address that a target names.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
record TargetAddress(String host, int port) {

    private static final int DEFAULT_PORT = 8000;

    /**
     * Parses {@code host}, {@code host:port}, {@code [address]} or {@code [address]:port}; the port defaults to
     * {@value #DEFAULT_PORT}, as it does in Kong.
     *
     * @throws IllegalArgumentException when the text is none of these; the message says so
     */
    static TargetAddress parse(String target) {
        int portStart;
        String host;
        if (target.startsWith("[")) {
            int close = target.indexOf(']');
            host = close < 0 ? "" : target.substring(1, close);
            portStart = close + 1;
        } else {
            int colon = target.indexOf(':');
            host = colon < 0 ? target : target.substring(0, colon);
            portStart = colon < 0 ? target.length() : colon;
        }
        if (host.isEmpty() || !host.chars().allMatch(c -> c > 0x20 && c < 0x7F && "/?#@[]".indexOf(c) < 0)) {
            throw invalid(target);
        }
        return new TargetAddress(host, port(target, portStart));
    }

    private static int port(String target, int start) {
        if (start == target.length()) {
            return DEFAULT_PORT;
        }
        if (target.charAt(start) != ':') {
            throw invalid(target);
        }
        int port;
        try {
            port = Integer.parseInt(target.substring(start + 1));
        } catch (NumberFormatException e) {
            throw invalid(target);
        }
        if (port < 1 || port > 65535) {
            throw invalid(target);
        }
        return port;
    }

    private static IllegalArgumentException invalid(String target) {
        return new IllegalArgumentException("target: '" + target + "' (expected: host:port)");
    }
}
