package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** What an informer tells the owner of the state. */
sealed interface Change {

    /** An object was added or replaced. */
    record Put(HasMetadata object) implements Change {}

    /** An object is gone. */
    record Removed(HasMetadata object, ObjectKey key) implements Change {}

    /** An informer has told all there was at its start, or has found that there is nothing it may see. */
    record Synced(Informer informer) implements Change {}
}
