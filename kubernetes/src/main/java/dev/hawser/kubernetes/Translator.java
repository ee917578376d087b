package dev.hawser.kubernetes;

import java.util.Set;

/**
 * Says what a snapshot of a cluster means for the gateway.
 *
 * <p>A translator is pure: equal snapshots and settings give equal translations, whatever the order in which the objects
 * came; it does no I/O and reads no clock. It never throws for what an object holds: a bad object yields
 * {@linkplain Problem problems} and degrades itself only. Instances may be shared between threads.
 */
public interface Translator {

    /** Translates everything. */
    Translation translate(ResourceSnapshot snapshot, TranslationSettings settings);

    /**
     * Translates again after endpoints have changed: computes the targets of the named Services' upstreams and takes
     * everything else from before.
     *
     * <p>The result equals that of {@link #translate} for the new snapshot, provided that nothing but EndpointSlices of
     * the named Services differs from the snapshot that {@code previous} was made of, and that the settings are the
     * same.
     *
     * @param previous the translation of the snapshot before the change
     * @param services the keys of the Services whose EndpointSlices were added, changed or removed; unknown ones are
     *     passed over
     */
    Translation retarget(
            Translation previous, ResourceSnapshot snapshot, Set<ObjectKey> services, TranslationSettings settings);
}
