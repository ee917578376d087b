package dev.hawser.config;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One address behind an upstream.
 *
 * @param id the target's identity, which is the session id of a sticky upstream; {@code null} means one derived from
 *     the upstream's name and the target (see {@link TargetIds})
 * @param target {@code host:port}; the host is a name, an IPv4 address or an IPv6 address in brackets
 * @param weight its share of new requests, 0 to {@value #MAX_WEIGHT}; 0 gets none; {@code null} means
 *     {@value #DEFAULT_WEIGHT}
 * @param tags free labels; {@value #TERMINATING_TAG} marks a target whose pod is terminating
 */
public record Target(
        @Nullable UUID id, String target, @Nullable Integer weight, List<String> tags) {

    public static final int DEFAULT_WEIGHT = 100;
    public static final int MAX_WEIGHT = 65535;

    /** The tag of a target that is being drained because its pod terminates, told apart from a weight of 0 set by hand. */
    public static final String TERMINATING_TAG = "k8s-terminating";

    public Target {
        tags = List.copyOf(tags);
    }

    public int weightOrDefault() {
        return weight == null ? DEFAULT_WEIGHT : weight;
    }

    public boolean terminating() {
        return tags.contains(TERMINATING_TAG);
    }
}
