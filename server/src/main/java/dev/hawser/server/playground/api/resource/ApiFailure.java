package dev.hawser.server.playground.api.resource;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that was turned down, with the HTTP status and the {@code meta/v1 Status} body that say why.
 *
 * <p>Reasons, codes and wording are those of Kubernetes' {@code apimachinery/pkg/api/errors}, since clients decide by
 * the reason and people know the sentences.
 */
public final class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    private ApiFailure(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The body of the response. */
    public ObjectNode status() {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }

    public static ApiFailure notFound(ResourceKind kind, String name) {
        return new ApiFailure(
                404, "NotFound", "%s \"%s\" not found".formatted(kind.qualifiedPlural(), name), details(kind, name));
    }

    public static ApiFailure noSuchPath() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    public static ApiFailure methodNotAllowed(String detail) {
        return new ApiFailure(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource: " + detail,
                Json.object());
    }

    public static ApiFailure alreadyExists(ResourceKind kind, String name) {
        return new ApiFailure(
                409,
                "AlreadyExists",
                "%s \"%s\" already exists".formatted(kind.qualifiedPlural(), name),
                details(kind, name));
    }

    public static ApiFailure modified(ResourceKind kind, String name) {
        return conflict(
                kind,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiFailure conflict(ResourceKind kind, String name, String detail) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.qualifiedPlural(), name, detail),
                details(kind, name));
    }

    public static ApiFailure forbidden(ResourceKind kind, String name, String detail) {
        return new ApiFailure(
                403,
                "Forbidden",
                "%s \"%s\" is forbidden: %s".formatted(kind.qualifiedPlural(), name, detail),
                details(kind, name));
    }

    public static ApiFailure badRequest(String message) {
        return new ApiFailure(400, "BadRequest", message, Json.object());
    }

    public static ApiFailure unsupportedMediaType(String accepted) {
        return new ApiFailure(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted,
                Json.object());
    }

    public static ApiFailure unprocessable(String message) {
        return new ApiFailure(422, "Invalid", message, Json.object());
    }

    /**
     * An object with mistakes.
     *
     * @param causes at least one
     */
    public static ApiFailure invalid(ResourceKind kind, String name, List<Cause> causes) {
        ObjectNode details = details(kind, name).put("kind", kind.kind());
        ArrayNode list = details.putArray("causes");
        causes.forEach(cause -> list.addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
        String all = causes.stream().map(c -> c.field() + ": " + c.message()).collect(Collectors.joining(", "));
        return new ApiFailure(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s"
                        .formatted(kind.qualifiedKind(), name, causes.size() == 1 ? all : "[" + all + "]"),
                details);
    }

    /** The history no longer reaches back to a version. */
    public static ApiFailure expired(long version, long oldest) {
        return new ApiFailure(
                410, "Expired", "too old resource version: %d (%d)".formatted(version, oldest), Json.object());
    }

    public static ApiFailure internal(String message) {
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, Json.object());
    }

    public static ApiFailure shuttingDown() {
        return new ApiFailure(503, "ServiceUnavailable", "the API is shutting down", Json.object());
    }

    private static ObjectNode details(ResourceKind kind, String name) {
        ObjectNode details = Json.object().put("name", name);
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        return details.put("kind", kind.plural());
    }
}
