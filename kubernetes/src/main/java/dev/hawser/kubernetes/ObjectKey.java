package dev.hawser.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What identifies an object of a cluster: ordered by kind, namespace and name.
 *
 * @param kind the kind, without its group: {@code "Ingress"}
 * @param namespace the namespace; empty for an object of the whole cluster
 * @param name the name within the namespace
 */
public record ObjectKey(String kind, String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::kind)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    /** The key of an object; what the object leaves out is empty. */
    public static ObjectKey of(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        if (metadata == null) {
            return new ObjectKey(object.getKind(), "", "");
        }
        return new ObjectKey(object.getKind(), orEmpty(metadata.getNamespace()), orEmpty(metadata.getName()));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code Ingress default/example}, or {@code IngressClass kong} when there is no namespace. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
    }
}
