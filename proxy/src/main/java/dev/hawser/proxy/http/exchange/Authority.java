package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Protocol;
import dev.hawser.proxy.balancing.Endpoint;

/** Hosts with and without ports (RFC 3986 section 3.2). */
final class Authority {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Authority() {}

    /** The host of an authority, without its port; an IPv6 address keeps its brackets. */
    static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.indexOf(']', colon) >= 0 ? authority : authority.substring(0, colon);
    }

    /** The authority of an endpoint; the scheme's own port is left out. */
    static String of(Endpoint endpoint, Protocol protocol) {
        if (endpoint.port() != (protocol.secure() ? HTTPS_PORT : HTTP_PORT)) {
            return endpoint.toString();
        }
        String host = endpoint.host();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
