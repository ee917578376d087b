package dev.hawser.server.playground.api.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change of one object.
 *
 * @param version the resource version the change got
 * @param object the object after the change; its last state when it was removed. Never written to.
 * @param previous the object before the change; {@code null} when it was not there
 */
public record WatchEvent(
        Type type,
        long version,
        ObjectNode object,
        @Nullable ObjectNode previous) {

    /** The names are those on the wire. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
