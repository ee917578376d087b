package dev.hawser.config.validation;

import dev.hawser.config.Service;
import dev.hawser.config.Upstream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one entity names, another must be. */
final class ReferenceRules {

    private ReferenceRules() {}

    static void check(Located.Entities all) {
        Set<UUID> certificates = all.certificates().stream()
                .map(certificate -> certificate.entity().id())
                .collect(Collectors.toSet());
        Set<UUID> authorities = all.caCertificates().stream()
                .map(authority -> authority.entity().id())
                .collect(Collectors.toSet());
        for (Located<Service> service : all.services()) {
            check(service.entity().clientCertificate(), certificates, service.place());
            Place at = service.place().field("ca_certificates");
            List<UUID> named = Objects.requireNonNullElse(service.entity().caCertificates(), List.of());
            for (int i = 0; i < named.size(); i++) {
                UUID authority = named.get(i);
                if (!authorities.contains(authority)) {
                    missing("ca_certificates", authority, at.item(i));
                }
            }
        }
        for (Located<Upstream> upstream : all.upstreams()) {
            check(upstream.entity().clientCertificate(), certificates, upstream.place());
        }
    }

    private static void check(@Nullable UUID certificate, Set<UUID> certificates, Place user) {
        if (certificate != null && !certificates.contains(certificate)) {
            missing("certificates", certificate, user.field("client_certificate"));
        }
    }

    private static void missing(String kind, UUID id, Place at) {
        at.report("invalid reference '" + kind + ": " + id + "' (no such entity)");
    }
}
