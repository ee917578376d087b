package dev.hawser.proxy.health.probe;

import dev.hawser.config.Healthchecks;
import dev.hawser.proxy.balancing.Endpoint;
import dev.hawser.proxy.health.ActiveChecks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a probe asks one endpoint for.
 *
 * @param path of a request
 * @param host the Host: that of the upstream, else the endpoint's without its port, as Kong writes it
 * @param serverName the name for TLS, without a port; an address when nothing else is known, which is not sent but must
 *     be in the certificate
 * @param port the endpoint's
 * @param headers further fields
 */
record ProbeTarget(
        Healthchecks.Type type,
        String path,
        String host,
        String serverName,
        int port,
        Map<String, List<String>> headers) {

    static final String USER_AGENT = "hawser-healthcheck";

    static ProbeTarget of(ActiveChecks checks, Endpoint endpoint) {
        String hostHeader = checks.hostHeader() == null ? "" : checks.hostHeader();
        String host = hostHeader.isEmpty() ? bracketed(endpoint.host()) : hostHeader;
        String otherwise = hostHeader.isEmpty() ? endpoint.host() : withoutPort(hostHeader);
        String serverName = checks.serverName() == null ? otherwise : checks.serverName();
        return new ProbeTarget(checks.type(), checks.path(), host, serverName, endpoint.port(), checks.headers());
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String withoutPort(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(1, Math.max(1, authority.indexOf(']')));
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /** The request of HTTP/1.0, whose responses end with the connection. A configured Host takes the place of ours. */
    byte[] request() {
        StringBuilder request =
                new StringBuilder(256).append("GET ").append(path).append(" HTTP/1.0\r\n");
        if (headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("Host"))) {
            request.append("Host: ").append(host).append("\r\n");
        }
        if (headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("User-Agent"))) {
            request.append("User-Agent: ").append(USER_AGENT).append("\r\n");
        }
        request.append("Connection: close\r\n");
        headers.forEach((name, values) -> {
            for (String value : values) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    String scheme() {
        return switch (type) {
            case HTTP, GRPC, TCP -> "http";
            case HTTPS, GRPCS -> "https";
        };
    }
}
