package dev.hawser.proxy.tls;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import dev.hawser.config.Sni;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes certificates for tests, with keys on the curve P-256. */
public final class Certificates {

    private Certificates() {}

    /** An authority; issued by another when one is given. */
    public static X509Bundle authority(String name, @Nullable X509Bundle issuer) {
        return made(builder(name).setIsCertificateAuthority(true), issuer);
    }

    /** A certificate for a host name or an address. */
    public static X509Bundle of(String name, @Nullable X509Bundle issuer) {
        CertificateBuilder builder = builder(name);
        return made(
                Character.isDigit(name.charAt(0)) ? builder.addSanIpAddress(name) : builder.addSanDnsName(name),
                issuer);
    }

    private static CertificateBuilder builder(String name) {
        return new CertificateBuilder().ecp256().subject("CN=" + name);
    }

    private static X509Bundle made(CertificateBuilder builder, @Nullable X509Bundle issuer) {
        try {
            return issuer == null
                    ? builder.setIsCertificateAuthority(true).buildSelfSigned()
                    : builder.buildIssuedBy(issuer);
        } catch (Exception e) {
            throw new IllegalStateException("certificate: not made (expected: one)", e);
        }
    }

    /** As it is configured, for these server names. */
    public static Certificate entity(X509Bundle bundle, String... names) {
        List<Sni> snis =
                Stream.of(names).map(name -> new Sni(null, name, List.of())).toList();
        return new Certificate(
                UUID.randomUUID(), bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), snis, List.of());
    }

    /** As an authority is configured. */
    public static CaCertificate authority(X509Bundle bundle) {
        return new CaCertificate(UUID.randomUUID(), bundle.getCertificatePEM(), List.of());
    }
}
