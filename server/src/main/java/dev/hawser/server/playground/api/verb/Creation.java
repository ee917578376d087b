package dev.hawser.server.playground.api.verb;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Trait;
import dev.hawser.server.playground.api.rules.ObjectRules;
import dev.hawser.server.playground.api.store.ResourceStore;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.node.ObjectNode;

/** Puts new objects into the store. Called with the store's write lock held. */
record Creation(ResourceStore store, ObjectRules rules, Clock clock) {

    /** Kubernetes' alphabet for generated names: no vowels, so that no words come up. */
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final List<String> GIVEN_BY_SERVER = List.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "managedFields",
            "selfLink");

    ObjectNode create(ResourceKind kind, String namespace, ObjectNode request, WriteOptions options) {
        ObjectNode object = kind.shape().stored(request.deepCopy());
        Json.dropNulls(object);
        Meta meta = new Meta(object);
        setNamespace(kind, namespace, meta);
        setName(meta);
        meta.writable().remove(GIVEN_BY_SERVER);
        meta.writable().put("uid", UUID.randomUUID().toString()).put("creationTimestamp", Meta.text(clock.instant()));
        if (kind.has(Trait.GENERATION)) {
            meta.writable().put("generation", 1);
        }
        checkNamespace(kind, meta);
        rules.prepareNew(kind, object);
        rules.admit(kind, object, null, options.fieldValidation());
        if (store.find(kind, meta.key()) != null) {
            throw ApiFailure.alreadyExists(kind, meta.name());
        }
        return options.mode() == WriteOptions.Mode.DRY_RUN ? object : store.put(kind, object);
    }

    private static void setNamespace(ResourceKind kind, String namespace, Meta meta) {
        if (!kind.isNamespaced()) {
            meta.writable().remove("namespace");
        } else if (meta.namespace().isEmpty() || meta.namespace().equals(namespace)) {
            meta.writable().put("namespace", namespace);
        } else {
            throw ApiFailure.badRequest("the namespace of the provided object does not match the namespace sent on the"
                    + " request: %s, %s".formatted(meta.namespace(), namespace));
        }
    }

    private static void setName(Meta meta) {
        String prefix = meta.text("generateName");
        if (meta.name().isEmpty() && !prefix.isEmpty()) {
            StringBuilder name = new StringBuilder(prefix);
            ThreadLocalRandom.current()
                    .ints(SUFFIX_LENGTH, 0, SUFFIX_LETTERS.length())
                    .forEach(i -> name.append(SUFFIX_LETTERS.charAt(i)));
            meta.writable().put("name", name.toString());
        }
    }

    private void checkNamespace(ResourceKind kind, Meta meta) {
        if (!kind.isNamespaced()) {
            return;
        }
        ObjectNode namespace = store.find(ResourceKinds.NAMESPACE, new ObjectKey("", meta.namespace()));
        if (namespace == null) {
            throw ApiFailure.notFound(ResourceKinds.NAMESPACE, meta.namespace());
        }
        if (new Meta(namespace).isDeleting()) {
            throw ApiFailure.forbidden(
                    kind,
                    meta.name(),
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(meta.namespace()));
        }
    }
}
