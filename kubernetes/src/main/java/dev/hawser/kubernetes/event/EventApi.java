package dev.hawser.kubernetes.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;

/**
 * The events in the API server. Each method throws {@link KubernetesClientException} with the code of the API server's
 * answer, or 0 when there was none.
 */
interface EventApi {

    /** Makes an event. The code 409 means that there is one of its name. */
    void create(Event event);

    /**
     * Changes fields of an event (RFC 7396). The code 404 means that it was forgotten.
     *
     * @return the event after it
     */
    Event patch(String namespace, String name, Map<String, Object> fields);
}
