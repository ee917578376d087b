package dev.hawser.server.playground.api.resource;

import java.util.Comparator;

/**
 * What tells an object from the others of its kind.
 *
 * @param namespace empty for an object that lives in no namespace
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    /** By namespace, then by name: the order of lists. */
    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
