package dev.hawser.server.playground.cluster.pki;

import java.util.List;

/**
 * Somebody who gets a certificate. To Kubernetes the common name is the user, and each organization one of its groups
 * (Kubernetes, "Authenticating", X.509 client certificates).
 *
 * @param name of the key and in file names
 * @param subject a distinguished name, such as {@code CN=admin, O=system:masters}
 * @param extensions of the certificate, in {@code keytool}'s notation
 */
public record Identity(String name, String subject, List<String> extensions) {

    public Identity {
        extensions = List.copyOf(extensions);
    }

    /** Somebody who proves to the API server who it is. */
    public static Identity client(String name, String subject) {
        return new Identity(name, subject, List.of("eku=clientAuth", "ku=digitalSignature"));
    }

    /**
     * A server.
     *
     * @param names what clients call it by, such as {@code ip:127.0.0.1} and {@code dns:localhost}
     */
    public static Identity server(String name, List<String> names) {
        return new Identity(
                name, "CN=" + name, List.of("eku=serverAuth", "ku=digitalSignature", "san=" + String.join(",", names)));
    }
}
