package dev.hawser.proxy.admin;

import dev.hawser.config.EntityIds;
import dev.hawser.config.TargetIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entities of a configuration as the flat collections of the Admin API: what is nested in the document refers to its
 * parent by id here. Pure; any thread.
 */
final class EntityLists {

    /** The collections nested in others, and how their members call the parent. */
    private static final Map<String, Nested> NESTED = Map.of(
            "routes", new Nested("services", "service"),
            "targets", new Nested("upstreams", "upstream"),
            "snis", new Nested("certificates", "certificate"));

    private static final Set<String> TOP = Set.of("services", "upstreams", "certificates", "ca_certificates");

    /** Collections that are always empty: those of features that are not there. */
    private static final Set<String> EMPTY = Set.of(
            "plugins",
            "vaults",
            "consumers",
            "consumer_groups",
            "key-auths",
            "hmac-auths",
            "jwts",
            "basic-auths",
            "oauth2",
            "acls",
            "mtls-auths",
            "keys",
            "key-sets",
            "partials",
            "filter-chains");

    private final ObjectNode document;

    EntityLists(ObjectNode document) {
        this.document = document;
    }

    private record Nested(String parents, String reference) {}

    /** Whether there is a collection of that name, be it always empty. */
    static boolean knows(String collection) {
        // Targets are listed by upstream only.
        return TOP.contains(collection)
                || EMPTY.contains(collection)
                || collection.equals("routes")
                || collection.equals("snis");
    }

    /** Whether one of the collection's members has a collection of that name. */
    static boolean knows(String collection, String nested) {
        Nested known = NESTED.get(nested);
        return known != null && known.parents().equals(collection);
    }

    /** All members of a collection. */
    List<ObjectNode> all(String collection) {
        List<ObjectNode> members = new ArrayList<>();
        Nested nested = NESTED.get(collection);
        if (nested != null) {
            all(nested.parents()).forEach(parent -> members.addAll(of(parent, collection)));
        }
        for (JsonNode member : document.path(collection)) {
            members.add(withId(collection, member));
        }
        return members;
    }

    /** The members of a nested collection that belong to one parent. */
    List<ObjectNode> of(ObjectNode parent, String collection) {
        Nested nested = NESTED.get(collection);
        List<ObjectNode> members = new ArrayList<>();
        if (nested == null) {
            return members;
        }
        for (JsonNode source : document.path(nested.parents())) {
            if (withId(nested.parents(), source).get("id").equals(parent.get("id"))) {
                for (JsonNode member : source.path(collection)) {
                    members.add(child(parent, collection, nested, member));
                }
            }
        }
        return members;
    }

    private static ObjectNode child(ObjectNode parent, String collection, Nested nested, JsonNode member) {
        ObjectNode child = withId(collection, member);
        child.putObject(nested.reference()).set("id", parent.get("id"));
        if (collection.equals("targets") && !child.has("id")) {
            String upstream = parent.path("name").asString();
            child.put(
                    "id",
                    TargetIds.unkeyed()
                            .idOf(upstream, child.path("target").asString(), null)
                            .toString());
        }
        return child;
    }

    /** A copy without nested collections, with the id that the entity goes by. */
    private static ObjectNode withId(String collection, JsonNode member) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        member.properties().forEach(field -> {
            if (!isNestedIn(collection, field.getKey())) {
                copy.set(field.getKey(), field.getValue());
            }
        });
        if (collection.equals("upstreams") && !copy.has("id")) {
            copy.put("id", EntityIds.ofUpstream(copy.path("name").asString()).toString());
        }
        return copy;
    }

    private static boolean isNestedIn(String collection, String field) {
        Nested nested = NESTED.get(field);
        return nested != null && nested.parents().equals(collection);
    }

    /** Kong's form of a list; everything is on its first page. */
    static ObjectNode page(List<ObjectNode> members) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode data = page.putArray("data");
        members.forEach(data::add);
        page.putNull("next");
        return page;
    }
}
