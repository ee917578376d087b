package dev.hawser.server.playground.api.view;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Subresource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documents by which clients learn what is served, one group at a time or all at once.
 *
 * <p>Source: Kubernetes' "The Kubernetes API", section "Discovery API".
 */
public final class Discovery {

    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    private Discovery() {}

    /** {@code /version}. The minor version is that of the API whose behaviour is followed. */
    public static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0+hawser")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "jvm");
    }

    /** {@code /api}: the versions of the core group. */
    public static ObjectNode coreVersions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.set("versions", Json.array(List.of("v1")));
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    /** {@code /apis}: the named groups. */
    public static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        versionsByGroup().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions));
            }
        });
        return list;
    }

    /**
     * {@code /apis/<group>}.
     *
     * @throws ApiFailure 404 when there is none of that name
     */
    public static ObjectNode group(String name) {
        Set<String> versions = versionsByGroup().get(name);
        if (versions == null || name.isEmpty()) {
            throw ApiFailure.noSuchPath();
        }
        return group(name, versions).put("kind", "APIGroup").put("apiVersion", "v1");
    }

    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version ->
                list.addObject().put("groupVersion", name + "/" + version).put("version", version));
        group.set("preferredVersion", list.path(0));
        return group;
    }

    /**
     * {@code /api/v1} and {@code /apis/<group>/<version>}: the kinds of one version.
     *
     * @throws ApiFailure 404 when there are none
     */
    public static ObjectNode resources(String group, String version) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        for (ResourceKind kind : kinds(group, version)) {
            ObjectNode resource = resources.addObject();
            resource.put("name", kind.plural())
                    .put("singularName", kind.singular())
                    .put("namespaced", kind.isNamespaced())
                    .put("kind", kind.kind());
            resource.set("verbs", Json.array(kind.verbs()));
            putNames(resource, kind);
            subresources(kind).forEach(sub -> {
                ObjectNode entry = resources.addObject();
                entry.put("name", kind.plural() + "/" + sub.pathName())
                        .put("singularName", "")
                        .put("namespaced", kind.isNamespaced());
                putResponseKind(entry, kind, sub);
                entry.set("verbs", Json.array(SUBRESOURCE_VERBS));
            });
        }
        if (resources.isEmpty()) {
            throw ApiFailure.noSuchPath();
        }
        return list;
    }

    /** {@code /api} and {@code /apis} for clients that ask for {@code apidiscovery.k8s.io/v2}. */
    public static ObjectNode aggregated(GroupKind which) {
        ObjectNode list =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        versionsByGroup().forEach((group, versions) -> {
            if (group.isEmpty() == (which == GroupKind.CORE)) {
                ObjectNode item = items.addObject();
                ObjectNode metadata = item.putObject("metadata");
                if (!group.isEmpty()) {
                    metadata.put("name", group);
                }
                ArrayNode entries = item.putArray("versions");
                versions.forEach(version -> entries.add(aggregatedVersion(group, version)));
            }
        });
        return list;
    }

    /** Which groups a discovery document speaks of. */
    public enum GroupKind {
        CORE,
        NAMED
    }

    private static ObjectNode aggregatedVersion(String group, String version) {
        ObjectNode entry = Json.object().put("version", version).put("freshness", "Current");
        ArrayNode resources = entry.putArray("resources");
        for (ResourceKind kind : kinds(group, version)) {
            ObjectNode resource = resources.addObject().put("resource", kind.plural());
            putResponseKind(resource.putObject("responseKind"), kind, Subresource.NONE);
            resource.put("scope", kind.isNamespaced() ? "Namespaced" : "Cluster")
                    .put("singularResource", kind.singular());
            resource.set("verbs", Json.array(kind.verbs()));
            putNames(resource, kind);
            ArrayNode subresources = resource.putArray("subresources");
            subresources(kind).forEach(sub -> {
                ObjectNode subEntry = subresources.addObject().put("subresource", sub.pathName());
                putResponseKind(subEntry.putObject("responseKind"), kind, sub);
                subEntry.set("verbs", Json.array(SUBRESOURCE_VERBS));
            });
        }
        return entry;
    }

    private static void putNames(ObjectNode resource, ResourceKind kind) {
        if (!kind.shortNames().isEmpty()) {
            resource.set("shortNames", Json.array(kind.shortNames()));
        }
        if (!kind.categories().isEmpty()) {
            resource.set("categories", Json.array(kind.categories()));
        }
    }

    private static void putResponseKind(ObjectNode entry, ResourceKind kind, Subresource subresource) {
        boolean isScale = subresource == Subresource.SCALE;
        entry.put("group", isScale ? "autoscaling" : kind.group())
                .put("version", isScale ? "v1" : kind.version())
                .put("kind", isScale ? "Scale" : kind.kind());
    }

    private static List<Subresource> subresources(ResourceKind kind) {
        return List.of(Subresource.STATUS, Subresource.SCALE).stream()
                .filter(kind::has)
                .toList();
    }

    private static List<ResourceKind> kinds(String group, String version) {
        return ResourceKinds.all().stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
    }

    private static Map<String, Set<String>> versionsByGroup() {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        ResourceKinds.all()
                .forEach(kind -> groups.computeIfAbsent(kind.group(), _ -> new LinkedHashSet<>())
                        .add(kind.version()));
        return groups;
    }
}
