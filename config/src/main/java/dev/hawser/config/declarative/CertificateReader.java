package dev.hawser.config.declarative;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.EntityIds;
import dev.hawser.config.Sni;
import java.util.List;
import java.util.UUID;

/** Reads authorities, certificates without their server names, and server names save for the reference to theirs. */
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

    /** The digest is what Kong keeps an index by; it follows from the certificate. */
    static CaCertificate authority(Fields fields) {
        String cert = fields.requiredString("cert");
        UUID id = fields.uuid("id");
        fields.ignore("cert_digest");
        return new CaCertificate(id == null ? EntityIds.ofCaCertificate(cert) : id, cert, fields.strings("tags"));
    }

    static Sni sni(Fields fields) {
        return new Sni(fields.uuid("id"), fields.requiredString("name"), fields.strings("tags"));
    }
}
