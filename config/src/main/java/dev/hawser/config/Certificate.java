package dev.hawser.config;

import java.util.List;
import java.util.UUID;

/**
 * A certificate chain with its private key.
 *
 * @param id the identity
 * @param cert the chain, in PEM
 * @param key the private key, in PEM; never part of {@link #toString()}
 * @param snis the server names it is presented for
 * @param tags free labels
 */
public record Certificate(UUID id, String cert, String key, List<Sni> snis, List<String> tags) {

    public Certificate {
        snis = List.copyOf(snis);
        tags = List.copyOf(tags);
    }

    @Override
    public String toString() {
        return "Certificate[id=" + id + ", snis=" + snis + ", tags=" + tags + ", key=REDACTED]";
    }
}
