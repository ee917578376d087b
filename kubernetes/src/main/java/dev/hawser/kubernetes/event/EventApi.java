package dev.hawser.kubernetes.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/**
 * The events in the API server. Each method throws {@link KubernetesClientException} with the code of the API server's
 * answer, or 0 when there was none.
 */
interface EventApi {

    /** Makes an event. The code 409 means that there is one of its name. */
    void create(Event event);

    /** An event; {@code null} when there is none. */
    @Nullable
    Event read(String namespace, String name);

    /**
     * Says that what an event tells was seen again.
     *
     * @param event with its new count, time and annotations
     */
    void repeat(Event event);
}
