package dev.hawser.config.validation;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.Pem;
import dev.hawser.config.Sni;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a certificate and its server names must fulfil (Kong Gateway 3.9, {@code certificates} and {@code snis}). */
final class CertificateRules {

    private CertificateRules() {}

    static void check(Certificate certificate, Place at) {
        List<X509Certificate> chain = chain(certificate.cert(), at.field("cert"));
        PrivateKey key = key(certificate.key(), at.field("key"));
        if (key != null && !chain.isEmpty() && !Pem.belongsTo(key, chain.getFirst())) {
            at.report("certificate does not match key");
        }
        Syntax.tags(certificate.tags(), at.field("tags"));
    }

    /** Kong's rules, but for the time: an authority that expires must not keep the next configuration from being taken. */
    static void checkAuthority(CaCertificate authority, Place at) {
        List<X509Certificate> chain = chain(authority.cert(), at.field("cert"));
        if (chain.size() > 1) {
            at.field("cert").report("please submit only one certificate at a time");
        } else if (!chain.isEmpty() && chain.getFirst().getBasicConstraints() < 0) {
            at.field("cert")
                    .report("certificate does not appear to be a CA because it is missing the \"CA\" basic constraint");
        }
        Syntax.tags(authority.tags(), at.field("tags"));
    }

    static void checkSni(Sni sni, Place at) {
        Syntax.wildcardHost(sni.name(), at.field("name"));
        Syntax.tags(sni.tags(), at.field("tags"));
    }

    private static List<X509Certificate> chain(String pem, Place at) {
        try {
            return Pem.certificates(pem);
        } catch (IllegalArgumentException e) {
            at.report(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static @Nullable PrivateKey key(String pem, Place at) {
        try {
            return Pem.privateKey(pem);
        } catch (IllegalArgumentException e) {
            at.report(String.valueOf(e.getMessage()));
            return null;
        }
    }
}
