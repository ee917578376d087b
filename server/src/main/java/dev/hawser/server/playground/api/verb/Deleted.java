package dev.hawser.server.playground.api.verb;

import tools.jackson.databind.node.ObjectNode;

/**
 * What became of an object that was deleted.
 *
 * @param object its last or present state
 */
public record Deleted(Progress progress, ObjectNode object) {

    public enum Progress {
        /** It is gone. */
        REMOVED,
        /** It is marked, and goes when its grace period is over or its finalizers are done. */
        MARKED
    }
}
