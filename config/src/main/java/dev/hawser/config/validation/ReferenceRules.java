package dev.hawser.config.validation;

import dev.hawser.config.Service;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What one entity names, another must be. */
final class ReferenceRules {

    private ReferenceRules() {}

    static void check(Located.Entities all) {
        Set<UUID> certificates = all.certificates().stream()
                .map(certificate -> certificate.entity().id())
                .collect(Collectors.toSet());
        for (Located<Service> service : all.services()) {
            UUID certificate = service.entity().clientCertificate();
            if (certificate != null && !certificates.contains(certificate)) {
                missing("certificates", certificate, service.place().field("client_certificate"));
            }
            // The model has no collection of authorities: accepting such a name would mean to verify against nothing.
            Place authorities = service.place().field("ca_certificates");
            for (int i = 0; i < service.entity().caCertificates().size(); i++) {
                missing("ca_certificates", service.entity().caCertificates().get(i), authorities.item(i));
            }
        }
    }

    private static void missing(String kind, UUID id, Place at) {
        at.report("invalid reference '" + kind + ": " + id + "' (no such entity)");
    }
}
