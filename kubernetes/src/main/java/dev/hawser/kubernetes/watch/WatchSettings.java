package dev.hawser.kubernetes.watch;

import java.time.Duration;
import java.util.Set;

/**
 * What is watched, and how long changes are collected before they are translated together; fixed at start.
 *
 * @param namespaces the namespaces to watch; empty, the default, means all
 * @param selection which objects are watched there
 * @param endpointHoldOff how long after the first change of an EndpointSlice; default 20 ms
 * @param otherHoldOff how long without a further change of anything else; default 100 ms
 * @param longestHoldOff how long at most, however many changes come; default 1 s
 */
public record WatchSettings(
        Set<String> namespaces,
        WatchSelection selection,
        Duration endpointHoldOff,
        Duration otherHoldOff,
        Duration longestHoldOff) {

    public WatchSettings {
        namespaces = Set.copyOf(namespaces);
    }

    public static WatchSettings defaults() {
        return new WatchSettings(
                Set.of(),
                WatchSelection.defaults(),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
    }

    public WatchSettings withNamespaces(Set<String> others) {
        return new WatchSettings(others, selection, endpointHoldOff, otherHoldOff, longestHoldOff);
    }

    public WatchSettings withSelection(WatchSelection other) {
        return new WatchSettings(namespaces, other, endpointHoldOff, otherHoldOff, longestHoldOff);
    }
}
