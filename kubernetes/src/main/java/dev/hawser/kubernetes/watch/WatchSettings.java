package dev.hawser.kubernetes.watch;

import java.time.Duration;
import java.util.Set;

/**
 * What is watched, and how changes are batched; fixed at start.
 *
 * @param namespaces the namespaces whose objects are watched; empty for all
 * @param endpointHoldOff how long the first change of endpoints waits for others
 * @param holdOff how long any other change waits for the next one
 * @param mostHoldOff how long a change waits in all, however many follow it
 */
public record WatchSettings(Set<String> namespaces, Duration endpointHoldOff, Duration holdOff, Duration mostHoldOff) {

    public WatchSettings {
        namespaces = Set.copyOf(namespaces);
    }

    /** 20 ms for endpoints, 100 ms for everything else, 1 s in all. */
    public static WatchSettings of(Set<String> namespaces) {
        return new WatchSettings(namespaces, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1));
    }
}
