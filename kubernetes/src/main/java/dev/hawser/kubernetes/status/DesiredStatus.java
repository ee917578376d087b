package dev.hawser.kubernetes.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the status of one object should say, as far as it is ours to say. */
sealed interface DesiredStatus permits IngressAddresses, PolicyAncestors {

    /**
     * What must be merged into the status of the object for that (RFC 7396); empty when it says so already.
     *
     * @param current the object as it is
     * @param now when conditions that change are said to have changed
     */
    Optional<Map<String, Object>> changeOf(HasMetadata current, Instant now);
}
