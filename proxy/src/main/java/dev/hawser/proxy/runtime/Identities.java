package dev.hawser.proxy.runtime;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.GatewayConfig;
import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import dev.hawser.proxy.tls.EndpointTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The certificates and authorities of a configuration, by the ids that services and upstreams name them by. */
record Identities(Map<UUID, Certificate> certificates, Map<UUID, CaCertificate> authorities) {

    static final Identities NONE = new Identities(Map.of(), Map.of());

    static Identities of(GatewayConfig config) {
        Map<UUID, Certificate> certificates = new HashMap<>();
        config.certificates().forEach(certificate -> certificates.put(certificate.id(), certificate));
        Map<UUID, CaCertificate> authorities = new HashMap<>();
        config.caCertificates().forEach(authority -> authorities.put(authority.id(), authority));
        return new Identities(certificates, authorities);
    }

    /** What the endpoints of an upstream are shown; {@code null} for nothing. */
    @Nullable
    Certificate clientOf(Upstream upstream) {
        return upstream.clientCertificate() == null ? null : certificates.get(upstream.clientCertificate());
    }

    /** How the endpoints of a service are met; its own certificate goes before that of the upstream, as in Kong. */
    EndpointTls of(Service service, UpstreamRuntime upstream) {
        if (!service.protocol().secure()) {
            return EndpointTls.UNVERIFIED;
        }
        Certificate own = service.clientCertificate() == null ? null : certificates.get(service.clientCertificate());
        Certificate client = own == null ? upstream.clientCertificate() : own;
        if (!Boolean.TRUE.equals(service.tlsVerify())) {
            return EndpointTls.UNVERIFIED.withClient(client);
        }
        List<UUID> named = service.caCertificates();
        List<CaCertificate> trusted = named == null
                ? null
                : named.stream().map(authorities::get).filter(Objects::nonNull).toList();
        return new EndpointTls(EndpointTls.Verification.ON, service.tlsVerifyDepth(), trusted, client);
    }
}
