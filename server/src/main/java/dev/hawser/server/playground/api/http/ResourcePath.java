package dev.hawser.server.playground.api.http;

import dev.hawser.server.playground.api.resource.ApiFailure;
import dev.hawser.server.playground.api.resource.ObjectKey;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.resource.Subresource;
import java.util.Arrays;
import java.util.List;

/**
 * What a path names. Source: Kubernetes' "API Concepts", section "Resource URIs".
 *
 * @param namespace empty for all namespaces, or a kind that lives in none
 * @param name empty for the collection
 */
record ResourcePath(ResourceKind kind, String namespace, String name, Subresource subresource) {

    private static final int NAMESPACE_PREFIX = 2;

    /**
     * Reads a path.
     *
     * @throws ApiFailure 404 when the path names nothing that is served
     */
    static ResourcePath parse(String path) {
        List<String> segments =
                Arrays.stream(path.split("/", -1)).filter(s -> !s.isEmpty()).toList();
        boolean isCore = segments.size() > 2 && segments.getFirst().equals("api");
        boolean isNamed = segments.size() > 3 && segments.getFirst().equals("apis");
        if (!isCore && !isNamed) {
            throw ApiFailure.noSuchPath();
        }
        String group = isCore ? "" : segments.get(1);
        int versionAt = isCore ? 1 : 2;
        List<String> rest = segments.subList(versionAt + 1, segments.size());
        String namespace = "";
        // namespaces/x/status is a view of a namespace, namespaces/x/pods is a collection in one.
        boolean isInNamespace = rest.size() > NAMESPACE_PREFIX
                && rest.getFirst().equals("namespaces")
                && !rest.get(2).equals("status");
        if (isInNamespace) {
            namespace = rest.get(1);
            rest = rest.subList(NAMESPACE_PREFIX, rest.size());
        }
        ResourceKind kind = ResourceKinds.byPlural(group, segments.get(versionAt), rest.getFirst())
                .orElseThrow(ApiFailure::noSuchPath);
        Subresource subresource = subresource(kind, rest.size() > 2 ? rest.get(2) : "");
        String name = rest.size() > 1 ? rest.get(1) : "";
        boolean isObjectWithoutNamespace = kind.isNamespaced() && !isInNamespace && !name.isEmpty();
        if (rest.size() > 3 || isObjectWithoutNamespace || (isInNamespace && !kind.isNamespaced())) {
            throw ApiFailure.noSuchPath();
        }
        return new ResourcePath(kind, namespace, name, subresource);
    }

    private static Subresource subresource(ResourceKind kind, String name) {
        return Arrays.stream(Subresource.values())
                .filter(subresource -> subresource.pathName().equals(name) && kind.has(subresource))
                .findFirst()
                .orElseThrow(ApiFailure::noSuchPath);
    }

    boolean isCollection() {
        return name.isEmpty();
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }
}
