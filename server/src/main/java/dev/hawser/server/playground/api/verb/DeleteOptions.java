package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * How a deletion is to be carried out, from the body ({@code meta/v1 DeleteOptions}) or the query of the request.
 *
 * @param graceSeconds the time a pod gets to end; empty for the pod's own
 * @param uid the object must have this uid; empty for any
 * @param resourceVersion the object must be at this version; empty for any
 */
public record DeleteOptions(
        OptionalLong graceSeconds, String uid, String resourceVersion, Dependents dependents, WriteOptions.Mode mode) {

    /** What happens to the objects that the deleted one owns. */
    public enum Dependents {
        /** They are deleted in the background. Foreground deletion is carried out like this as well. */
        DELETE,
        /** They stay, and lose their reference to the owner. */
        ORPHAN
    }

    /** Deletes the object and what it owns, with the object's own grace period. */
    public static final DeleteOptions PLAIN =
            new DeleteOptions(OptionalLong.empty(), "", "", Dependents.DELETE, WriteOptions.Mode.COMMIT);

    /** Removes the object at once. */
    public static final DeleteOptions NOW =
            new DeleteOptions(OptionalLong.of(0), "", "", Dependents.DELETE, WriteOptions.Mode.COMMIT);

    /**
     * Reads the options of a request.
     *
     * @param options the body, or the query's parameters as an object; a missing node for the defaults
     * @throws ApiFailure 400 when the grace period is no number of at least 0
     */
    public static DeleteOptions parse(JsonNode options) {
        JsonNode preconditions = options.path("preconditions");
        boolean orphans = Json.text(options, "propagationPolicy").equals("Orphan")
                || options.path("orphanDependents").asBoolean(false);
        return new DeleteOptions(
                grace(options.path("gracePeriodSeconds")),
                Json.text(preconditions, "uid"),
                Json.text(preconditions, "resourceVersion"),
                orphans ? Dependents.ORPHAN : Dependents.DELETE,
                options.path("dryRun").isEmpty() && Json.text(options, "dryRun").isEmpty()
                        ? WriteOptions.Mode.COMMIT
                        : WriteOptions.Mode.DRY_RUN);
    }

    private static OptionalLong grace(JsonNode grace) {
        if (grace.isMissingNode() || grace.isNull()) {
            return OptionalLong.empty();
        }
        long seconds = grace.asLong(-1);
        if (seconds < 0) {
            throw ApiFailure.badRequest("gracePeriodSeconds: %s (expected: a number of at least 0)".formatted(grace));
        }
        return OptionalLong.of(seconds);
    }
}
