package dev.hawser.server.playground.api.patch;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Trait;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Arrays;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A patch format, told by the request's media type. */
public enum PatchType {
    /** RFC 6902. */
    JSON("application/json-patch+json"),
    /** RFC 7396. */
    MERGE("application/merge-patch+json"),
    /** Kubernetes' own: lists of objects are merged by key. Not for custom kinds, whose list keys nobody declared. */
    STRATEGIC("application/strategic-merge-patch+json"),
    /**
     * Server-side apply. The body is merged as a strategic patch and creates the object when there is none; fields are
     * not tracked by owner, so leaving a field out does not take it away.
     */
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * Tells the format by the request.
     *
     * @param contentType the header's value, with or without parameters
     * @throws ApiFailure 415 when it names no patch format, or one that does not go with the kind
     */
    public static PatchType parse(String contentType, ResourceKind kind) {
        String bare = contentType.split(";", 2)[0].strip();
        for (PatchType type : values()) {
            if (type.mediaType.equalsIgnoreCase(bare) && type.suits(kind)) {
                return type;
            }
        }
        throw ApiFailure.unsupportedMediaType(Arrays.stream(values())
                .filter(type -> type.suits(kind))
                .map(type -> type.mediaType)
                .collect(Collectors.joining(", ")));
    }

    private boolean suits(ResourceKind kind) {
        return this != STRATEGIC || !kind.has(Trait.CUSTOM);
    }

    /**
     * The tree of a request's body.
     *
     * @throws ApiFailure 400 when it is malformed
     */
    public JsonNode read(byte[] body) {
        return this == APPLY ? Json.parseYaml(body) : Json.parse(body);
    }

    /**
     * The patched object.
     *
     * @throws ApiFailure 400 when the patch is malformed; 422 when a JSON patch cannot be applied to this object
     */
    public ObjectNode apply(ObjectNode current, JsonNode patch) {
        return switch (this) {
            case JSON -> jsonPatch(current, patch);
            case MERGE -> Json.asObject(JsonMergePatch.apply(current, Json.asObject(patch)));
            case STRATEGIC, APPLY -> StrategicMergePatch.apply(current, Json.asObject(patch));
        };
    }

    private static ObjectNode jsonPatch(ObjectNode current, JsonNode patch) {
        try {
            return Json.asObject(JsonPatch.apply(patch, current.deepCopy()));
        } catch (JsonPatchException e) {
            throw ApiFailure.unprocessable(
                    "the server rejected our request due to an error in our request: " + e.getMessage());
        }
    }
}
