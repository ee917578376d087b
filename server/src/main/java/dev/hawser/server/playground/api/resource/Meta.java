package dev.hawser.server.playground.api.resource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The metadata of an object, read from and written to its tree. An absent text reads as empty.
 *
 * @param object the whole object
 */
public record Meta(ObjectNode object) {

    private static final String METADATA = "metadata";

    /** One entry of {@code metadata.ownerReferences}. */
    public record Owner(String apiVersion, String kind, String name, String uid) {}

    public String name() {
        return text("name");
    }

    public String namespace() {
        return text("namespace");
    }

    public ObjectKey key() {
        return new ObjectKey(namespace(), name());
    }

    public String uid() {
        return text("uid");
    }

    public String resourceVersion() {
        return text("resourceVersion");
    }

    public long generation() {
        return metadata().path("generation").asLong(0);
    }

    /** When the object was created; {@code null} when that is not set or no time. */
    public @Nullable Instant created() {
        return time(text("creationTimestamp"));
    }

    public boolean isDeleting() {
        return !text("deletionTimestamp").isEmpty();
    }

    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        metadata()
                .path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asString("")));
        return labels;
    }

    public List<String> finalizers() {
        List<String> finalizers = new ArrayList<>();
        metadata().path("finalizers").values().forEach(f -> finalizers.add(f.asString("")));
        return finalizers;
    }

    public List<Owner> owners() {
        List<Owner> owners = new ArrayList<>();
        for (JsonNode reference : metadata().path("ownerReferences").values()) {
            owners.add(new Owner(
                    Json.text(reference, "apiVersion"),
                    Json.text(reference, "kind"),
                    Json.text(reference, "name"),
                    Json.text(reference, "uid")));
        }
        return owners;
    }

    /** The text of a field of the metadata; empty when it is not there. */
    public String text(String field) {
        return metadata().path(field).asString("");
    }

    /** The metadata to read from; a missing node when there is none. */
    public JsonNode metadata() {
        return object.path(METADATA);
    }

    /** The metadata to write to, made when there is none. */
    public ObjectNode writable() {
        return object.path(METADATA) instanceof ObjectNode present ? present : object.putObject(METADATA);
    }

    /** A time as objects carry it, RFC 3339 in whole seconds; {@code null} when the text is none. */
    public static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            return null;
        }
    }

    /** The text of a time as objects carry it. */
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
