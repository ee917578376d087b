package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.store.Listing;
import dev.hawser.server.playground.api.view.ObjectLists;
import dev.hawser.server.playground.api.view.Tables;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The form in which the client wants objects: as they are, or as a table. */
record Representation(Form form, Tables.IncludedObject included, Clock clock) {

    private static final Set<String> TABLE = Set.of(ApiResponse.JSON, "as=Table", "v=v1", "g=meta.k8s.io");

    enum Form {
        OBJECTS,
        TABLE
    }

    /** The first form in the request's {@code Accept} that is served; objects when it names none. */
    static Representation of(ApiRequest request, Clock clock) {
        Form form = Form.OBJECTS;
        for (String range : request.accept().split(",", -1)) {
            String type = range.replace(" ", "");
            if (TABLE.equals(Set.copyOf(List.of(type.split(";", -1))))) {
                form = Form.TABLE;
                break;
            } else if (type.equals(ApiResponse.JSON)) {
                break;
            }
        }
        return new Representation(form, Tables.IncludedObject.parse(request.parameter("includeObject")), clock);
    }

    ObjectNode list(ResourceKind kind, Listing listing) {
        return form == Form.OBJECTS
                ? ObjectLists.of(kind, listing)
                : table(kind, listing.items(), Long.toString(listing.version()), Tables.Header.SHOWN);
    }

    ObjectNode one(ResourceKind kind, ObjectNode object) {
        return one(kind, object, Tables.Header.SHOWN);
    }

    ObjectNode one(ResourceKind kind, ObjectNode object, Tables.Header header) {
        return form == Form.OBJECTS ? object : table(kind, List.of(object), new Meta(object).resourceVersion(), header);
    }

    /** The object of a bookmark: nothing but the kind and the version, and annotations if any. */
    ObjectNode bookmark(ResourceKind kind, long version, ObjectNode annotations) {
        ObjectNode bookmark = form == Form.OBJECTS
                ? Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion())
                : table(kind, List.of(), "", Tables.Header.LEFT_OUT);
        ObjectNode metadata = bookmark.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (!annotations.isEmpty()) {
            metadata.set("annotations", annotations);
        }
        return bookmark;
    }

    private ObjectNode table(
            ResourceKind kind, List<ObjectNode> objects, String resourceVersion, Tables.Header header) {
        return Tables.of(kind, objects, resourceVersion, included, header, clock.instant());
    }
}
