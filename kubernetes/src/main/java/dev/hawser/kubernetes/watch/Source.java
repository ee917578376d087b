package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What is listed and watched as one: the objects of a kind, in one namespace or in all.
 *
 * @param kind the kind of the objects
 * @param namespace their namespace; empty for all
 * @param name the name of the only one; empty for all
 */
record Source(ResourceKind<?> kind, String namespace, String name) {

    /** Of all Secrets only these can hold a certificate that an Ingress names, so no others are asked for. */
    private static final String TLS_SECRETS = "fieldSelector=type%3Dkubernetes.io%2Ftls";

    /** All objects of a kind in a namespace, or in all of them. */
    Source(ResourceKind<?> kind, String namespace) {
        this(kind, namespace, "");
    }

    /**
     * One for each namespace, if the kind is one of namespaced objects, else one; and one for each single Service.
     *
     * @param namespaces empty for all
     */
    static List<Source> of(Collection<ResourceKind<?>> kinds, Set<String> namespaces, WatchSelection selection) {
        List<Source> sources = new ArrayList<>();
        for (ResourceKind<?> kind : kinds) {
            if (selection.omitted().contains(kind)) {
                continue;
            }
            if (kind.scope() == ResourceKind.Scope.CLUSTER || namespaces.isEmpty()) {
                sources.add(new Source(kind, ""));
            } else {
                namespaces.stream().sorted().forEach(namespace -> sources.add(new Source(kind, namespace)));
            }
        }
        for (NamespacedName service : selection.services()) {
            if (!sources.contains(new Source(ResourceKind.SERVICE, ""))
                    && !sources.contains(new Source(ResourceKind.SERVICE, service.namespace()))) {
                sources.add(new Source(ResourceKind.SERVICE, service.namespace(), service.name()));
            }
        }
        return sources;
    }

    /** The kind's API group; empty for the core group. */
    String group() {
        int slash = kind.apiVersion().indexOf('/');
        return slash < 0 ? "" : kind.apiVersion().substring(0, slash);
    }

    /** The kind as roles name it: {@code "ingresses"}. */
    String plural() {
        return HasMetadata.getPlural(kind.type());
    }

    /** The kind as error messages of the API server name it: {@code "ingresses.networking.k8s.io"}. */
    String resource() {
        return group().isEmpty() ? plural() : plural() + "." + group();
    }

    /** Where the API server keeps the group and version of the kind. */
    String versionPath() {
        return (group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    }

    /** Where the API server keeps the objects, with the start of a query that is to be gone on with. */
    String path(WatchSelection selection) {
        String scope = namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/";
        String single = name.isEmpty() ? "" : "fieldSelector=metadata.name%3D" + name + "&";
        return versionPath() + scope + plural() + "?" + single
                + (kind == ResourceKind.SECRET ? secrets(selection) : "");
    }

    private static String secrets(WatchSelection selection) {
        String label = selection.secretLabel();
        return TLS_SECRETS + "&"
                + (label == null
                        ? ""
                        : "labelSelector=" + URLEncoder.encode(label + "=true", StandardCharsets.UTF_8) + "&");
    }

    @Override
    public String toString() {
        if (namespace.isEmpty()) {
            return kind.name();
        }
        return name.isEmpty() ? kind.name() + " in " + namespace : kind.name() + " " + namespace + "/" + name;
    }
}
