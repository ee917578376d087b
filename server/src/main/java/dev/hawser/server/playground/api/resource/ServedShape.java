package dev.hawser.server.playground.api.resource;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a kind's served form differs from the form it is stored in. */
public enum ServedShape {
    AS_STORED(Map.of()),
    /**
     * {@code events.k8s.io/v1}: the same objects as core events under other field names, after Kubernetes'
     * {@code pkg/apis/events/v1/conversion.go}.
     */
    NEW_EVENT(Map.of(
            "regarding", "involvedObject",
            "note", "message",
            "reportingController", "reportingComponent",
            "deprecatedSource", "source",
            "deprecatedFirstTimestamp", "firstTimestamp",
            "deprecatedLastTimestamp", "lastTimestamp",
            "deprecatedCount", "count"));

    // Always the result of Map.of, which nobody can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> storedByServed;

    ServedShape(Map<String, String> storedByServed) {
        this.storedByServed = storedByServed;
    }

    /** The object as this kind serves it; the tree itself when nothing differs. */
    public ObjectNode served(ObjectNode stored, String apiVersion) {
        if (this == AS_STORED) {
            return stored;
        }
        ObjectNode served = stored.deepCopy().put("apiVersion", apiVersion);
        storedByServed.forEach((to, from) -> rename(served, from, to));
        return served;
    }

    /** The object as it is stored; the tree itself when nothing differs. */
    public ObjectNode stored(ObjectNode served) {
        if (this == AS_STORED) {
            return served;
        }
        ObjectNode stored = served.deepCopy().put("apiVersion", "v1");
        storedByServed.forEach((from, to) -> rename(stored, from, to));
        return stored;
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
