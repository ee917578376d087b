package dev.hawser.config;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server name (RFC 6066 section 3) that a certificate is presented for.
 *
 * @param id the identity; {@code null} when none was given
 * @param name a host name, which may have one {@code *} as its leftmost or rightmost label
 * @param tags free labels
 */
public record Sni(@Nullable UUID id, String name, List<String> tags) {

    public Sni {
        tags = List.copyOf(tags);
    }
}
