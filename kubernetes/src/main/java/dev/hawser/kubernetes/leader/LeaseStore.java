package dev.hawser.kubernetes.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * Where the one Lease is kept that is fought for. Each method throws {@link KubernetesClientException} with the code of the
 * API server's answer, or 0 when there was none.
 */
interface LeaseStore {

    /** The Lease; {@code null} when there is none. */
    @Nullable
    Lease read();

    /** Makes the Lease. The code 409 means that another was faster. */
    Lease create(Lease lease);

    /** Replaces the Lease. The code 409 means that it is no longer the one with this resource version. */
    Lease replace(Lease lease);

    /** What the Lease is called in logs. */
    String name();
}
