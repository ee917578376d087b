package dev.hawser.proxy.http.upstream;

import org.jspecify.annotations.Nullable;

/** How connections to an endpoint are secured. Those secured alike may be used in place of each other. */
public sealed interface UpstreamTls {

    /** Not at all. */
    UpstreamTls NONE = new None();

    record None() implements UpstreamTls {}

    /**
     * By TLS.
     *
     * @param serverName the name asked for (RFC 6066 section 3); {@code null} asks for none, as for an address
     * @param verification whether the endpoint must prove who it is
     */
    record Secured(@Nullable String serverName, Verification verification) implements UpstreamTls {}

    enum Verification {
        /** Any certificate is accepted, as Kong does unless told otherwise. */
        NONE,
        /** The certificate must be issued for the name by an authority that the platform trusts. */
        PLATFORM
    }
}
