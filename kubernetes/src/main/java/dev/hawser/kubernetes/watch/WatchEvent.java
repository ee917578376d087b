package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** What an informer saw, on its way to the thread that owns the state. */
sealed interface WatchEvent {

    /**
     * What one informer watches.
     *
     * @param kind the kind of the objects
     * @param namespace their namespace; empty for all
     */
    record Source(ResourceKind<?> kind, String namespace) {

        @Override
        public String toString() {
            return namespace.isEmpty() ? kind.name() : kind.name() + " in " + namespace;
        }
    }

    /**
     * An object was added or changed.
     *
     * @param before the object it replaces; {@code null} when it is new
     */
    record Put(HasMetadata object, @Nullable HasMetadata before) implements WatchEvent {}

    /** An object was deleted. */
    record Gone(HasMetadata object) implements WatchEvent {}

    /** All objects of a source are known; it comes after they do. */
    record Listed(Source source) implements WatchEvent {}

    /** The API server does not know the kind of a source, so there are no objects of it. */
    record Absent(Source source) implements WatchEvent {}

    /** Nothing more is to be done. */
    record Stop() implements WatchEvent {}
}
