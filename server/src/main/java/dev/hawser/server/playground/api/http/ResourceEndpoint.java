package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.patch.PatchType;
import dev.hawser.server.playground.api.protobuf.ProtobufObjects;
import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.FieldSelector;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.LabelSelector;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.Selection;
import dev.hawser.server.playground.api.resource.Subresource;
import dev.hawser.server.playground.api.resource.Trait;
import dev.hawser.server.playground.api.rules.FieldValidation;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.verb.DeleteOptions;
import dev.hawser.server.playground.api.verb.Deleted;
import dev.hawser.server.playground.api.verb.Resources;
import dev.hawser.server.playground.api.verb.WriteOptions;
import java.time.Clock;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns requests about objects into verbs, and their results into responses. */
record ResourceEndpoint(Resources resources, ResourceStore store, ProtobufObjects protobuf, Clock clock) {

    private static final Duration WATCH_TIMEOUT = Duration.ofHours(1);
    private static final int OK = 200;
    private static final int CREATED = 201;

    ApiResponse handle(ApiRequest request) {
        ResourcePath path = ResourcePath.parse(request.path());
        boolean isRead = request.method().equals("GET");
        if (path.kind().has(Trait.READ_ONLY) && !isRead) {
            throw ApiFailure.methodNotAllowed(
                    request.method() + " " + path.kind().qualifiedPlural());
        }
        return switch (request.method()) {
            case "GET" -> path.isCollection() ? readCollection(request, path) : get(request, path);
            case "POST" -> create(request, path);
            case "PUT" -> update(request, path);
            case "PATCH" -> patch(request, path);
            case "DELETE" -> delete(request, path);
            default -> throw ApiFailure.methodNotAllowed(request.method());
        };
    }

    private ApiResponse get(ApiRequest request, ResourcePath path) {
        return object(request, path, OK, resources.get(path.kind(), path.key(), path.subresource()));
    }

    private ApiResponse readCollection(ApiRequest request, ResourcePath path) {
        Selection selection = selection(request, path);
        Representation representation = Representation.of(request, clock);
        if (!request.isSet("watch")) {
            return ApiResponse.json(OK, representation.list(path.kind(), resources.list(selection)));
        }
        String timeout = request.parameter("timeoutSeconds");
        WatchStream.Options options = new WatchStream.Options(
                WatchStart.of(request),
                request.isSet("allowWatchBookmarks") ? WatchStream.Bookmarks.SENT : WatchStream.Bookmarks.NOT_SENT,
                timeout.isEmpty() ? WATCH_TIMEOUT : Duration.ofSeconds(number("timeoutSeconds", timeout)),
                representation);
        return new ApiResponse.Watch(new WatchStream(store, selection, options));
    }

    private ApiResponse create(ApiRequest request, ResourcePath path) {
        if (!path.isCollection()
                || (path.kind().isNamespaced() && path.namespace().isEmpty())) {
            throw ApiFailure.methodNotAllowed("POST " + request.path());
        }
        ObjectNode object = checkedKind(path.kind(), Subresource.NONE, request.object(protobuf));
        return object(
                request, path, CREATED, resources.create(path.kind(), path.namespace(), object, writeOptions(request)));
    }

    private ApiResponse update(ApiRequest request, ResourcePath path) {
        requireObject(request, path);
        ObjectNode object = checkedKind(path.kind(), path.subresource(), request.object(protobuf));
        ObjectNode updated =
                resources.update(path.kind(), path.key(), path.subresource(), object, writeOptions(request));
        return object(request, path, OK, updated);
    }

    private ApiResponse patch(ApiRequest request, ResourcePath path) {
        requireObject(request, path);
        PatchType type = PatchType.parse(request.contentType(), path.kind());
        JsonNode patch = type.read(request.bodyBytes());
        try {
            ObjectNode patched =
                    resources.patch(path.kind(), path.key(), path.subresource(), type, patch, writeOptions(request));
            return object(request, path, OK, patched);
        } catch (ApiFailure e) {
            boolean isNew = e.reason().equals("NotFound") && path.subresource() == Subresource.NONE;
            if (type != PatchType.APPLY || !isNew) {
                throw e;
            }
            ObjectNode object = checkedKind(path.kind(), Subresource.NONE, Json.asObject(patch));
            new Meta(object).writable().put("name", path.name());
            ObjectNode created = resources.create(path.kind(), path.namespace(), object, writeOptions(request));
            return object(request, path, CREATED, created);
        }
    }

    private ApiResponse delete(ApiRequest request, ResourcePath path) {
        DeleteOptions options = deleteOptions(request);
        if (path.isCollection()) {
            Selection selection = selection(request, path);
            return ApiResponse.json(
                    OK, Representation.of(request, clock).list(path.kind(), resources.deleteAll(selection, options)));
        }
        if (path.subresource() != Subresource.NONE) {
            throw ApiFailure.methodNotAllowed("DELETE " + request.path());
        }
        Deleted deleted = resources.delete(path.kind(), path.key(), options);
        boolean isObjectWanted =
                deleted.progress() == Deleted.Progress.MARKED || path.kind().has(Trait.GRACEFUL_DELETION);
        return isObjectWanted
                ? object(request, path, OK, deleted.object())
                : ApiResponse.json(OK, success(path.kind(), new Meta(deleted.object())));
    }

    private ApiResponse object(ApiRequest request, ResourcePath path, int code, ObjectNode object) {
        boolean isScale = path.subresource() == Subresource.SCALE;
        return ApiResponse.json(
                code, isScale ? object : Representation.of(request, clock).one(path.kind(), object));
    }

    private static Selection selection(ApiRequest request, ResourcePath path) {
        return new Selection(
                path.kind(),
                path.namespace(),
                LabelSelector.parse(request.parameter("labelSelector")),
                FieldSelector.parse(request.parameter("fieldSelector"), path.kind()));
    }

    private static WriteOptions writeOptions(ApiRequest request) {
        return new WriteOptions(
                request.parameter("dryRun").isEmpty() ? WriteOptions.Mode.COMMIT : WriteOptions.Mode.DRY_RUN,
                FieldValidation.parse(request.parameter("fieldValidation")));
    }

    private static DeleteOptions deleteOptions(ApiRequest request) {
        if (request.hasBody()) {
            return DeleteOptions.parse(Json.asObject(Json.parseYaml(request.bodyBytes())));
        }
        ObjectNode options = Json.object();
        request.query().forEach((name, values) -> options.put(name, values.getFirst()));
        return DeleteOptions.parse(options);
    }

    private static void requireObject(ApiRequest request, ResourcePath path) {
        if (path.isCollection()) {
            throw ApiFailure.methodNotAllowed(request.method() + " " + request.path());
        }
    }

    /** The object with its kind filled in. */
    private static ObjectNode checkedKind(ResourceKind kind, Subresource subresource, ObjectNode object) {
        boolean isScale = subresource == Subresource.SCALE;
        String wantedVersion = isScale ? "autoscaling/v1" : kind.apiVersion();
        String wantedKind = isScale ? "Scale" : kind.kind();
        String version = Json.text(object, "apiVersion");
        String actualKind = Json.text(object, "kind");
        boolean isOther = (!version.isEmpty() && !version.equals(wantedVersion))
                || (!actualKind.isEmpty() && !actualKind.equals(wantedKind));
        if (isOther) {
            throw ApiFailure.badRequest("the kind of the object (%s, %s) does not match the expected kind (%s, %s)"
                    .formatted(version, actualKind, wantedVersion, wantedKind));
        }
        return object.put("apiVersion", wantedVersion).put("kind", wantedKind);
    }

    private static ObjectNode success(ResourceKind kind, Meta meta) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details =
                status.put("status", "Success").putObject("details").put("name", meta.name());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural()).put("uid", meta.uid());
        return status;
    }

    private static long number(String name, String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw ApiFailure.badRequest("%s: %s (expected: a number of seconds)".formatted(name, text));
        }
    }
}
