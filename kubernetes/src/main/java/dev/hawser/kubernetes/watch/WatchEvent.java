package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became known about a source, on its way to the thread that owns the state. */
sealed interface WatchEvent {

    /** What it is about. */
    Source source();

    /**
     * All objects of a source: what was known of it and is not among them is gone.
     *
     * @param objects those that could be read
     * @param unreadable those that are there and could not be read: what was known of them before stays
     */
    record Listed(Source source, Map<ObjectKey, HasMetadata> objects, Set<ObjectKey> unreadable)
            implements WatchEvent {}

    /**
     * An object is new, or changed, or gone.
     *
     * @param object what it is now; {@code null} when it is gone
     */
    record Changed(Source source, ObjectKey key, @Nullable HasMetadata object) implements WatchEvent {}

    /** The API server agreed to tell of all further changes of a source. */
    record Watched(Source source) implements WatchEvent {}

    /** The API server does not know the kind of a source, so there are no objects of it. */
    record Absent(Source source) implements WatchEvent {}
}
