package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.store.Listing;
import tools.jackson.databind.node.ObjectNode;

/** Objects as the list of their kind. */
public final class ObjectLists {

    private ObjectLists() {}

    public static ObjectNode of(ResourceKind kind, Listing listing) {
        ObjectNode list = Json.object().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(listing.version()));
        list.putArray("items").addAll(listing.items());
        return list;
    }
}
