package dev.hawser.kubernetes.translate;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The labels that lead from an entity back to the object it was made of, as Kong Ingress Controller writes them. */
public final class Tags {

    private static final String NAME = "k8s-name:";
    private static final String NAMESPACE = "k8s-namespace:";
    private static final String KIND = "k8s-kind:";

    private Tags() {}

    /** The object that an entity with these tags was made of; empty when they do not say. */
    public static Optional<ObjectKey> ownerOf(List<String> tags) {
        String name = first(tags, NAME);
        String namespace = first(tags, NAMESPACE);
        String kind = first(tags, KIND);
        return name.isEmpty() || kind.isEmpty() ? Optional.empty() : Optional.of(new ObjectKey(kind, namespace, name));
    }

    /** The first one counts: what a person adds comes after ours. */
    private static String first(List<String> tags, String prefix) {
        for (String tag : tags) {
            if (tag.startsWith(prefix)) {
                return tag.substring(prefix.length());
            }
        }
        return "";
    }

    static List<String> of(HasMetadata object, Problems problems) {
        ObjectMeta metadata = object.getMetadata();
        List<String> tags = new ArrayList<>();
        tags.add(NAME + metadata.getName());
        tags.add(NAMESPACE + metadata.getNamespace());
        tags.add(KIND + object.getKind());
        if (metadata.getUid() != null && !metadata.getUid().isEmpty()) {
            tags.add("k8s-uid:" + metadata.getUid());
        }
        String apiVersion = object.getApiVersion();
        int slash = apiVersion.indexOf('/');
        if (slash > 0) {
            tags.add("k8s-group:" + apiVersion.substring(0, slash));
        }
        tags.add("k8s-version:" + apiVersion.substring(slash + 1));
        tags.addAll(new Annotations(object, problems).tags());
        return tags;
    }
}
