package dev.hawser.config;

import java.util.List;

/**
 * A whole gateway configuration.
 *
 * @param services the services, each with its routes
 * @param routes the routes that have no service; a request they match is answered with 503
 * @param upstreams the upstreams, each with its targets; a service names one as its host
 * @param certificates the certificates, each with the server names it is presented for
 * @param caCertificates the authorities that services name to verify their origins by
 */
public record GatewayConfig(
        List<Service> services,
        List<Route> routes,
        List<Upstream> upstreams,
        List<Certificate> certificates,
        List<CaCertificate> caCertificates) {

    /** The configuration that routes nothing. */
    public static final GatewayConfig EMPTY = new GatewayConfig(List.of(), List.of(), List.of(), List.of());

    public GatewayConfig {
        services = List.copyOf(services);
        routes = List.copyOf(routes);
        upstreams = List.copyOf(upstreams);
        certificates = List.copyOf(certificates);
        caCertificates = List.copyOf(caCertificates);
    }

    /** A configuration without authorities of its own. */
    public GatewayConfig(
            List<Service> services, List<Route> routes, List<Upstream> upstreams, List<Certificate> certificates) {
        this(services, routes, upstreams, certificates, List.of());
    }

    /** The same with other upstreams. */
    public GatewayConfig withUpstreams(List<Upstream> others) {
        return new GatewayConfig(services, routes, others, certificates, caCertificates);
    }

    public boolean isEmpty() {
        return equals(EMPTY);
    }
}
