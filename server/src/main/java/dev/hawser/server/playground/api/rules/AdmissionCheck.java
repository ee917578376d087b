package dev.hawser.server.playground.api.rules;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A further check of custom objects, for rules that their schema cannot say.
 *
 * <p>Called with the store's write lock held, by one thread at a time: it must be quick and must not call the API.
 */
@FunctionalInterface
public interface AdmissionCheck {

    /** Accepts everything. */
    AdmissionCheck NONE = (_, _) -> List.of();

    /**
     * Why an object is to be rejected.
     *
     * @param kind such as {@code KongUpstreamPolicy}
     * @param object the object with its defaults; a copy
     * @return one sentence for each mistake; empty when the object is fine
     */
    List<String> violations(String kind, ObjectNode object);
}
