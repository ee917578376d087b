package dev.hawser.kubernetes.translate;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;

/** The labels that lead from an entity back to the object it was made of, as Kong Ingress Controller writes them. */
final class Tags {

    private Tags() {}

    static List<String> of(HasMetadata object, Problems problems) {
        ObjectMeta metadata = object.getMetadata();
        List<String> tags = new ArrayList<>();
        tags.add("k8s-name:" + metadata.getName());
        tags.add("k8s-namespace:" + metadata.getNamespace());
        tags.add("k8s-kind:" + object.getKind());
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
