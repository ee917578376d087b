package dev.hawser.server.push;

import dev.hawser.kubernetes.ObjectKey;
import java.util.Collection;
import java.util.Optional;

/** Finds the object that an entity was made of, by the tags that the translation gives it. */
final class TaggedObject {

    private static final String NAME = "k8s-name:";
    private static final String NAMESPACE = "k8s-namespace:";
    private static final String KIND = "k8s-kind:";

    private TaggedObject() {}

    /** The object; empty when the tags do not name one. */
    static Optional<ObjectKey> of(Collection<String> tags) {
        Optional<String> name = value(tags, NAME);
        Optional<String> kind = value(tags, KIND);
        return name.isEmpty() || kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new ObjectKey(kind.get(), value(tags, NAMESPACE).orElse(""), name.get()));
    }

    private static Optional<String> value(Collection<String> tags, String prefix) {
        return tags.stream()
                .filter(tag -> tag.startsWith(prefix))
                .map(tag -> tag.substring(prefix.length()))
                .findFirst();
    }
}
