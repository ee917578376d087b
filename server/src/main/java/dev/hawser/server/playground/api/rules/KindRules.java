package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rules of one kind. */
interface KindRules {

    /** Completes an object that is about to be created. */
    default void fillNew(ObjectNode object) {}

    /**
     * Fills in what was left out.
     *
     * @param previous the object as it is stored; {@code null} when it is new
     */
    default void fill(ObjectNode object, @Nullable ObjectNode previous) {}

    /**
     * Adds the mistakes in an object that has its defaults.
     *
     * @param previous the object as it is stored; {@code null} when it is new
     */
    default void check(ObjectNode object, @Nullable ObjectNode previous, List<Cause> causes) {}
}
