package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.reconcile.NamespacedName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Which object controls which (Kubernetes, "Owners and Dependents"). */
final class Ownership {

    private Ownership() {}

    /** The reference that makes an object controlled by this one. */
    static OwnerReference referenceTo(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    static boolean controls(HasMetadata owner, HasMetadata dependent) {
        return controller(dependent)
                .filter(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()))
                .isPresent();
    }

    /** The controlling object's name when it is of that kind. */
    static Optional<NamespacedName> controllerOf(HasMetadata dependent, String kind) {
        return controller(dependent)
                .filter(reference -> reference.getKind().equals(kind))
                .map(reference -> new NamespacedName(dependent.getMetadata().getNamespace(), reference.getName()));
    }

    private static Optional<OwnerReference> controller(HasMetadata dependent) {
        return dependent.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst();
    }
}
