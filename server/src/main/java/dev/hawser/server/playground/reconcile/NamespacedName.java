package dev.hawser.server.playground.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Which object of a kind is meant. */
public record NamespacedName(String namespace, String name) {

    public static NamespacedName of(HasMetadata object) {
        return new NamespacedName(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + '/' + name;
    }
}
