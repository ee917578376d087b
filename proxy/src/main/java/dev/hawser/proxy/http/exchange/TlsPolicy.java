package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.proxy.http.upstream.UpstreamTls;
import dev.hawser.proxy.runtime.ServiceRuntime;
import java.util.Locale;

/** Where connections must be secured, and how. */
final class TlsPolicy {

    private TlsPolicy() {}

    /** Whether a route takes requests over TLS only. */
    static boolean requiredBy(Route route) {
        return route.protocols().contains(Protocol.HTTPS) && !route.protocols().contains(Protocol.HTTP);
    }

    /** What a service asks for, for requests that name this Host, whichever case it is in (RFC 3986 section 3.2.2). */
    static UpstreamTls of(ServiceRuntime service, String host) {
        return service.config().protocol().secure()
                ? new UpstreamTls.Secured(serverName(host), service.tls())
                : UpstreamTls.NONE;
    }

    private static String serverName(String host) {
        return unbracketed(Authority.hostOf(host)).toLowerCase(Locale.ROOT);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
