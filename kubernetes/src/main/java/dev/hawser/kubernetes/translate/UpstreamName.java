package dev.hawser.kubernetes.translate;

import java.util.Optional;

/**
 * The name of the upstream of one port of a Service: {@code <service>.<namespace>.<port>.svc}. None of the parts has a
 * dot: they are labels of DNS (RFC 1123).
 */
record UpstreamName(String service, String namespace, PortRef port) {

    private static final String SUFFIX = "svc";

    static UpstreamName of(Backend backend) {
        return new UpstreamName(backend.service(), backend.namespace(), backend.port());
    }

    /** Reads what {@link #text()} gave; empty when it is another name. */
    static Optional<UpstreamName> parse(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4 && parts[3].equals(SUFFIX)
                ? Optional.of(new UpstreamName(parts[0], parts[1], PortRef.parse(parts[2])))
                : Optional.empty();
    }

    Backend backend() {
        return new Backend(namespace, service, port, null);
    }

    String text() {
        return service + "." + namespace + "." + port.text() + "." + SUFFIX;
    }

    /** The name of the service that uses the upstream. */
    String serviceName() {
        return namespace + "." + service + "." + port.text();
    }
}
