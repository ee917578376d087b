package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Objects;

/**
 * Orders objects by when they were created, and those of the same second by kind, namespace and name.
 *
 * @param created the time as Kubernetes writes it, which sorts as text (RFC 3339 in UTC); empty when it is not known,
 *     which counts as older than any
 */
public record Age(String created, ObjectKey key) implements Comparable<Age> {

    private static final Comparator<Age> OLDEST_FIRST =
            Comparator.comparing(Age::created).thenComparing(Age::key);

    public static Age of(HasMetadata object) {
        return new Age(
                Objects.requireNonNullElse(object.getMetadata().getCreationTimestamp(), ""), ObjectKey.of(object));
    }

    @Override
    public int compareTo(Age other) {
        return OLDEST_FIRST.compare(this, other);
    }
}
