package dev.hawser.proxy.http.exchange;

import dev.hawser.config.Service;
import dev.hawser.proxy.http.upstream.UpstreamTls;
import io.netty.util.NetUtil;

/** How the connections of a service are secured. */
final class TlsPolicy {

    private TlsPolicy() {}

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
