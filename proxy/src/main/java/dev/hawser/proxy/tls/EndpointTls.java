package dev.hawser.proxy.tls;

import dev.hawser.config.CaCertificate;
import dev.hawser.config.Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a TLS connection to an endpoint has to trust, and whom it claims to be. Connections that differ in any of it are
 * not used in place of each other.
 *
 * @param verification whether the endpoint must prove who it is
 * @param depth how many intermediate certificates may stand between the endpoint's and an authority's, 0 to 64; {@code
 *     null} means the gateway's default
 * @param authorities who may have issued the endpoint's certificate, nobody when it is empty; {@code null} means those that
 *     the gateway trusts
 * @param client the certificate that is shown to an endpoint that asks for one; {@code null} means none
 */
public record EndpointTls(
        Verification verification,
        @Nullable Integer depth,
        @Nullable List<CaCertificate> authorities,
        @Nullable Certificate client) {

    /** Any certificate is accepted and none is shown, as Kong does unless told otherwise. */
    public static final EndpointTls UNVERIFIED = new EndpointTls(Verification.OFF, null, null, null);

    /** Whether certificates are verified, for the name asked for too. */
    public enum Verification {
        ON,
        OFF
    }

    public EndpointTls {
        authorities = authorities == null ? null : List.copyOf(authorities);
    }

    /** The gateway's authorities decide, and no certificate is shown. */
    public static EndpointTls verified() {
        return new EndpointTls(Verification.ON, null, null, null);
    }

    public EndpointTls withClient(@Nullable Certificate certificate) {
        return new EndpointTls(verification, depth, authorities, certificate);
    }
}
