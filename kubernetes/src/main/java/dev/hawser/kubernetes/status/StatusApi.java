package dev.hawser.kubernetes.status;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statuses in the API server. Each method throws {@link KubernetesClientException} with the code of the API server's
 * answer, or 0 when there was none.
 */
interface StatusApi {

    /** An object; {@code null} when there is none. */
    @Nullable
    HasMetadata read(ObjectKey key);

    /**
     * Merges something into the status of an object (RFC 7396). The code 409 means that the object has changed since.
     *
     * @param resourceVersion the version of the object that the change was made for
     * @return the object after it
     */
    HasMetadata patch(ObjectKey key, String resourceVersion, Map<String, Object> status);
}
