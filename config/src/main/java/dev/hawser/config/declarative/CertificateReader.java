package dev.hawser.config.declarative;

import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.Sni;
import java.util.List;
import java.util.UUID;

/** Reads a certificate without its server names, and a server name save for the reference to its certificate. */
final class CertificateReader {

    private CertificateReader() {}

    static Certificate read(Fields fields) {
        String cert = fields.requiredString("cert");
        String key = fields.requiredString("key");
        UUID id = fields.uuid("id");
        fields.refuseUnsupported("cert_alt", "key_alt");
        return new Certificate(
                id == null ? EntityIds.ofCertificate(cert) : id, cert, key, List.of(), fields.strings("tags"));
    }

    static Sni sni(Fields fields) {
        return new Sni(fields.uuid("id"), fields.requiredString("name"), fields.strings("tags"));
    }
}
