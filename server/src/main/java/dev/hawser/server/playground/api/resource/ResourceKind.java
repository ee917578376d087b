package dev.hawser.server.playground.api.resource;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One row of the table of kinds.
 *
 * @param group empty for the core group
 * @param storage names the collection its objects are kept in; two kinds may share one
 * @param shape how the stored form turns into the served form
 * @param selectable the fields, besides name and namespace, that field selectors may name
 */
public record ResourceKind(
        String group,
        String version,
        String plural,
        String kind,
        Scope scope,
        String storage,
        ServedShape shape,
        Set<Trait> traits,
        List<String> shortNames,
        List<String> categories,
        List<String> selectable) {

    public ResourceKind {
        traits = Set.copyOf(traits);
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        selectable = List.copyOf(selectable);
    }

    static ResourceKind of(String groupVersion, String plural, String kind, Scope scope, Trait... traits) {
        int slash = groupVersion.indexOf('/');
        String group = slash < 0 ? "" : groupVersion.substring(0, slash);
        Set<Trait> set = EnumSet.noneOf(Trait.class);
        set.addAll(List.of(traits));
        return new ResourceKind(
                group,
                groupVersion.substring(slash + 1),
                plural,
                kind,
                scope,
                group.isEmpty() ? plural : plural + "." + group,
                ServedShape.AS_STORED,
                set,
                List.of(),
                List.of(),
                List.of());
    }

    ResourceKind shortNames(String... names) {
        return new ResourceKind(
                group, version, plural, kind, scope, storage, shape, traits, List.of(names), categories, selectable);
    }

    ResourceKind categories(String... names) {
        return new ResourceKind(
                group, version, plural, kind, scope, storage, shape, traits, shortNames, List.of(names), selectable);
    }

    ResourceKind selectable(String... fields) {
        return new ResourceKind(
                group, version, plural, kind, scope, storage, shape, traits, shortNames, categories, List.of(fields));
    }

    ResourceKind storedAs(String other, ServedShape otherShape) {
        return new ResourceKind(
                group, version, plural, kind, scope, other, otherShape, traits, shortNames, categories, selectable);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    public boolean has(Subresource subresource) {
        return switch (subresource) {
            case NONE -> true;
            case STATUS -> has(Trait.STATUS);
            case SCALE -> has(Trait.SCALE);
        };
    }

    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** As in {@code deployments.apps}. */
    public String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** As in {@code Deployment.apps}. */
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /** What can be done with the objects of this kind, as discovery says it. */
    public List<String> verbs() {
        return has(Trait.READ_ONLY)
                ? List.of("get", "list", "watch")
                : List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    }
}
