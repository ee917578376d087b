package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Minimal OpenAPI documents: which paths there are, of which kinds, and that the server itself validates fields.
 *
 * <p>kubectl looks for the {@code fieldValidation} parameter of each kind's PATCH operation and, when it is there, leaves
 * validation to the server. Schemas are open objects. Strategic merge patch is not described, so kubectl falls back to
 * the merge keys built into it, which are the ones used here.
 */
public final class OpenApi {

    private static final String TITLE = "Hawser playground";
    private static final String VERSION = "v1.34.0";

    private OpenApi() {}

    /** {@code /openapi/v3}: where the documents of the group versions are. */
    public static ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        ResourceKinds.all()
                .forEach(kind -> paths.putObject(path(kind)).put("serverRelativeURL", "/openapi/v3/" + path(kind)));
        return index;
    }

    /**
     * {@code /openapi/v3/<path>}: the document of one group version.
     *
     * @param path such as {@code api/v1} or {@code apis/apps/v1}
     * @throws ApiFailure 404 when there is none
     */
    public static ObjectNode document(String path) {
        List<ResourceKind> kinds = ResourceKinds.all().stream()
                .filter(kind -> path(kind).equals(path))
                .toList();
        if (kinds.isEmpty()) {
            throw ApiFailure.noSuchPath();
        }
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", TITLE).put("version", VERSION);
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (ResourceKind kind : kinds) {
            String object = "/%s%s/%s/{name}"
                    .formatted(path, kind.isNamespaced() ? "/namespaces/{namespace}" : "", kind.plural());
            putPatch(paths.putObject(object), kind);
            ObjectNode schema = schemas.putObject(kind.apiVersion().replace('/', '.') + "." + kind.kind())
                    .put("type", "object")
                    .put("x-kubernetes-preserve-unknown-fields", true);
            putKind(schema.putArray("x-kubernetes-group-version-kind").addObject(), kind);
        }
        return document;
    }

    /** {@code /openapi/v2} in JSON. */
    public static ObjectNode swagger() {
        ObjectNode document = Json.object().put("swagger", "2.0");
        document.putObject("info").put("title", TITLE).put("version", VERSION);
        document.putObject("paths");
        return document;
    }

    /**
     * {@code /openapi/v2} in the protobuf encoding that kubectl asks for: message {@code openapi.v2.Document} with
     * field 1 {@code swagger} and field 2 {@code info}, of fields 1 {@code title} and 2 {@code version}.
     */
    public static byte[] swaggerProtobuf() {
        String info = field(1, TITLE) + field(2, VERSION);
        return (field(1, "2.0") + field(2, info)).getBytes(StandardCharsets.ISO_8859_1);
    }

    // A length-delimited field: its number and wire type 2, the length (below 128, so one byte), the content.
    private static String field(int number, String content) {
        return (char) (number << 3 | 2) + "" + (char) content.length() + content;
    }

    private static void putPatch(ObjectNode path, ResourceKind kind) {
        ObjectNode patch = path.putObject("patch");
        patch.put("x-kubernetes-action", "patch");
        putKind(patch.putObject("x-kubernetes-group-version-kind"), kind);
        for (String name : List.of("dryRun", "fieldManager", "fieldValidation")) {
            ObjectNode parameter = patch.withArrayProperty("parameters")
                    .addObject()
                    .put("name", name)
                    .put("in", "query");
            parameter.putObject("schema").put("type", "string");
        }
        patch.putObject("responses").putObject("200").put("description", "OK");
    }

    private static void putKind(ObjectNode entry, ResourceKind kind) {
        entry.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
    }

    private static String path(ResourceKind kind) {
        return kind.group().isEmpty() ? "api/" + kind.version() : "apis/" + kind.apiVersion();
    }
}
