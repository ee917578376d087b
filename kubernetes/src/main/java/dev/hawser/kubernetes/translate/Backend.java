package dev.hawser.kubernetes.translate;

import org.jspecify.annotations.Nullable;

/**
 * A port of a Service that takes requests.
 *
 * @param weight its share among the backends of one upstream; {@code null} means that each of its targets has Kong's
 *     default weight
 */
record Backend(
        String namespace,
        String service,
        PortRef port,
        @Nullable Integer weight) {}
