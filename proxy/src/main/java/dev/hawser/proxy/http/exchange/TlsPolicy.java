package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Protocol;
import dev.hawser.config.Route;
import dev.hawser.config.Service;
import dev.hawser.proxy.http.upstream.UpstreamTls;
import io.netty.util.NetUtil;

/** Where connections must be secured, and how. */
final class TlsPolicy {

    private TlsPolicy() {}

    /** Whether a route takes requests over TLS only. */
    static boolean requiredBy(Route route) {
        return route.protocols().contains(Protocol.HTTPS) && !route.protocols().contains(Protocol.HTTP);
    }

    /** What a service asks for, for requests that name this Host. */
    static UpstreamTls of(Service service, String host) {
        if (!service.protocol().secure()) {
            return UpstreamTls.NONE;
        }
        String name = Authority.hostOf(host);
        boolean address = NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name);
        return new UpstreamTls.Secured(
                address ? null : name,
                Boolean.TRUE.equals(service.tlsVerify())
                        ? UpstreamTls.Verification.PLATFORM
                        : UpstreamTls.Verification.NONE);
    }
}
