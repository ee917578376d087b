package dev.hawser.server.playground.api.resource;

/** What sets the kinds apart in the way they are stored and served. */
public enum Trait {
    /** Has a {@code status} subresource: writes to the object leave its status alone, and the other way round. */
    STATUS,
    /** Has a {@code scale} subresource of kind {@code autoscaling/v1 Scale}. */
    SCALE,
    /** Counts changes of anything but metadata and status in {@code metadata.generation}. */
    GENERATION,
    /** Is deleted in two steps: marked with a grace period, and removed when that is over. */
    GRACEFUL_DELETION,
    /** Is defined by a CustomResourceDefinition. */
    CUSTOM,
    /** Cannot be written through the API. */
    READ_ONLY
}
