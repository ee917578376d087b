package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/** From what the API server sent to an object, one by one: an object that cannot be read spoils no other. */
final class ObjectDecoder {

    private static final Logger log = LoggerFactory.getLogger(ObjectDecoder.class);

    private final Source source;
    private final KubernetesSerialization serialization;

    ObjectDecoder(Source source, KubernetesSerialization serialization) {
        this.source = source;
        this.serialization = serialization;
    }

    ObjectKey keyOf(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return source.kind()
                .key(
                        metadata.path("namespace").asString(""),
                        metadata.path("name").asString(""));
    }

    static String versionOf(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asString("");
    }

    /** The object; empty, and logged, when it cannot be read. */
    Optional<HasMetadata> decode(JsonNode json) {
        try {
            HasMetadata object = serialization.convertValue(json, source.kind().type());
            if (object != null
                    && object.getMetadata() != null
                    && object.getMetadata().getName() != null) {
                return Optional.of(object);
            }
            unreadable(json, "metadata.name");
        } catch (DatabindException e) {
            unreadable(json, e.getPathReference());
        } catch (IllegalArgumentException e) {
            unreadable(json, e.getCause() instanceof DatabindException cause ? cause.getPathReference() : "?");
        }
        return Optional.empty();
    }

    /** Names the place only: the reader's own message may quote the value, which may be a Secret's. */
    private void unreadable(JsonNode json, String place) {
        log.atWarn()
                .addKeyValue("object", keyOf(json))
                .addKeyValue("version", versionOf(json))
                .addKeyValue("at", place)
                .log("Object cannot be read, what was known of it before stays");
    }
}
