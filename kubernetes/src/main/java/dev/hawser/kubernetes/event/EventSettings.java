package dev.hawser.kubernetes.event;

/**
 * Which events are told; fixed at start.
 *
 * @param events the flag {@code --emit-kubernetes-events}: whether any event is told; default {@link Events#EMITTED}
 */
public record EventSettings(Events events) {

    /** Whether events are told. */
    public enum Events {
        EMITTED,
        OMITTED
    }

    public static EventSettings defaults() {
        return new EventSettings(Events.EMITTED);
    }
}
