package dev.hawser.proxy.http.upstream;

import dev.hawser.proxy.tls.EndpointTls;

/** How connections to an endpoint are secured. Those secured alike may be used in place of each other. */
public sealed interface UpstreamTls {

    /** Not at all. */
    UpstreamTls NONE = new None();

    record None() implements UpstreamTls {}

    /**
     * By TLS.
     *
     * @param serverName the name asked for (RFC 6066 section 3) and verified, in lower case; an address is not
     *     asked for
     * @param terms whom to trust, and whom to claim to be
     */
    record Secured(String serverName, EndpointTls terms) implements UpstreamTls {}
}
