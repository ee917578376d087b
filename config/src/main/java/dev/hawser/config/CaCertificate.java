package dev.hawser.config;

import java.util.List;
import java.util.UUID;

/**
 * An authority that may have issued the certificates of origins: Kong's entity {@code ca_certificates}.
 *
 * @param id the identity, which services name it by
 * @param cert one certificate of an authority, in PEM
 * @param tags free labels
 */
public record CaCertificate(UUID id, String cert, List<String> tags) {

    public CaCertificate {
        tags = List.copyOf(tags);
    }
}
