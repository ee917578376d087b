package dev.hawser.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a change of an object amounts to. */
public final class ObjectChange {

    private ObjectChange() {}

    /**
     * Whether two versions of an object ask for the same: what differs between them is at most the status, and the
     * metadata that the API server keeps for its own use. False for kinds without a status.
     */
    public static boolean isOfStatusOnly(HasMetadata before, HasMetadata after) {
        if (before instanceof Ingress a && after instanceof Ingress b) {
            return isSame(a, b, a.getSpec(), b.getSpec());
        }
        if (before instanceof Service a && after instanceof Service b) {
            return isSame(a, b, a.getSpec(), b.getSpec());
        }
        if (before instanceof KongUpstreamPolicy a && after instanceof KongUpstreamPolicy b) {
            return isSame(a, b, a.getSpec(), b.getSpec());
        }
        return false;
    }

    private static boolean isSame(HasMetadata a, HasMetadata b, @Nullable Object specOfA, @Nullable Object specOfB) {
        return Objects.equals(specOfA, specOfB) && lasting(a.getMetadata()).equals(lasting(b.getMetadata()));
    }

    private static ObjectMeta lasting(ObjectMeta metadata) {
        return new ObjectMetaBuilder(metadata)
                .withManagedFields(List.of())
                .withResourceVersion(null)
                .withGeneration(null)
                .build();
    }
}
