package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Cause;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.resource.Trait;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a changed object in the place of the stored one. Called with the store's write lock held. */
record Replacement(ResourceStore store, ObjectRules rules, Deletion deletion) {

    /** Metadata that no request can change. */
    private static final List<String> FIXED = List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "generateName");

    /** Where the wanted object comes from: whole from the client, or from a patch of the stored one. */
    enum Source {
        WHOLE,
        PATCH
    }

    /** The object as it is stored now; the very same when the change changes nothing. */
    ObjectNode replace(
            ResourceKind kind,
            ObjectNode current,
            ObjectNode wanted,
            Subresource subresource,
            Source source,
            WriteOptions options) {
        checkPreconditions(kind, current, new Meta(wanted), source);
        ObjectNode next = wanted.deepCopy();
        Json.dropNulls(next);
        next.put("apiVersion", current.path("apiVersion").asString(""));
        next.put("kind", current.path("kind").asString(""));
        if (subresource == Subresource.STATUS) {
            next = withStatusOf(current, next);
        } else if (kind.has(Trait.STATUS)) {
            copy("status", current, next);
        }
        keepFixedMetadata(current, next);
        if (subresource != Subresource.STATUS) {
            rules.admit(kind, next, current, options.fieldValidation());
        }
        if (next.equals(current)) {
            return current;
        }
        if (kind.has(Trait.GENERATION) && !content(next).equals(content(current))) {
            new Meta(next).writable().put("generation", new Meta(current).generation() + 1);
        }
        if (options.mode() == WriteOptions.Mode.DRY_RUN) {
            return next;
        }
        return deletion.isFinished(next) ? deletion.remove(kind, next) : store.put(kind, next);
    }

    private static void checkPreconditions(ResourceKind kind, ObjectNode stored, Meta wanted, Source source) {
        Meta current = new Meta(stored);
        if (!wanted.name().isEmpty() && !wanted.name().equals(current.name())) {
            throw ApiFailure.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(wanted.name(), current.name()));
        }
        if (!wanted.uid().isEmpty() && !wanted.uid().equals(current.uid())) {
            throw ApiFailure.conflict(
                    kind,
                    current.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(wanted.uid(), current.uid()));
        }
        if (wanted.resourceVersion().isEmpty()) {
            if (kind.has(Trait.CUSTOM) && source == Source.WHOLE) {
                throw ApiFailure.invalid(
                        kind,
                        current.name(),
                        List.of(Cause.invalid("metadata.resourceVersion", 0, "must be specified for an update")));
            }
        } else if (!wanted.resourceVersion().equals(current.resourceVersion())) {
            throw ApiFailure.modified(kind, current.name());
        }
    }

    /** A write of the status changes nothing else. */
    private static ObjectNode withStatusOf(ObjectNode current, ObjectNode wanted) {
        ObjectNode next = current.deepCopy();
        copy("status", wanted, next);
        return next;
    }

    private static void keepFixedMetadata(ObjectNode current, ObjectNode next) {
        ObjectNode metadata = new Meta(next).writable();
        JsonNode stored = new Meta(current).metadata();
        for (String field : FIXED) {
            if (stored.has(field)) {
                metadata.set(field, stored.path(field));
            } else {
                metadata.remove(field);
            }
        }
        metadata.remove("managedFields");
        metadata.set("resourceVersion", stored.path("resourceVersion"));
    }

    private static void copy(String field, ObjectNode from, ObjectNode to) {
        if (from.has(field)) {
            to.set(field, from.path(field).deepCopy());
        } else {
            to.remove(field);
        }
    }

    /** What the generation counts the changes of. */
    private static ObjectNode content(ObjectNode object) {
        return object.deepCopy().without(List.of("metadata", "status"));
    }
}
