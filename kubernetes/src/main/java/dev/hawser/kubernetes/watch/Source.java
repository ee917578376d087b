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
 * @param content what the objects hold that are asked for
 */
record Source(ResourceKind<?> kind, String namespace, String name, Content content) {

    /** Of all Secrets only these can hold a certificate that an Ingress names. */
    private static final String TLS_SECRETS = "fieldSelector=type%3Dkubernetes.io%2Ftls&";

    /** The other Secrets: no object may belong to two sources. */
    private static final String OTHER_SECRETS = "fieldSelector=type%21%3Dkubernetes.io%2Ftls&";

    /** Kong Ingress Controller takes those with this label for authorities. */
    private static final String AUTHORITIES = "labelSelector=konghq.com%2Fca-cert%3Dtrue&";

    /** What objects hold: of Secrets and ConfigMaps only those that can be of use are asked for. */
    enum Content {
        /** What the kind is for; of Secrets, certificates with their keys. */
        USUAL,
        /** Authorities that Services verify their endpoints by, in Secrets and ConfigMaps. */
        AUTHORITIES
    }

    /** All objects of a kind in a namespace, or in all of them. */
    Source(ResourceKind<?> kind, String namespace) {
        this(kind, namespace, "", Content.USUAL);
    }

    /** One object. */
    Source(ResourceKind<?> kind, String namespace, String name) {
        this(kind, namespace, name, Content.USUAL);
    }

    /** The Secrets or ConfigMaps of authorities in a namespace, or in all of them. */
    static Source ofAuthorities(ResourceKind<?> kind, String namespace) {
        return new Source(kind, namespace, "", Content.AUTHORITIES);
    }

    /**
     * One for each namespace, if the kind is one of namespaced objects, else one; a second one for authorities in Secrets,
     * and one for each single Service.
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
                sources.addAll(of(kind, ""));
            } else {
                namespaces.stream().sorted().forEach(namespace -> sources.addAll(of(kind, namespace)));
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

    private static List<Source> of(ResourceKind<?> kind, String namespace) {
        if (kind == ResourceKind.CONFIG_MAP) {
            return List.of(ofAuthorities(kind, namespace));
        }
        Source usual = new Source(kind, namespace);
        return kind == ResourceKind.SECRET ? List.of(usual, ofAuthorities(kind, namespace)) : List.of(usual);
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
        return versionPath() + scope + plural() + "?" + single + selectors(selection);
    }

    private String selectors(WatchSelection selection) {
        if (kind == ResourceKind.SECRET && content == Content.USUAL) {
            String label = selection.secretLabel();
            String labels = label == null
                    ? ""
                    : "labelSelector=" + URLEncoder.encode(label + "=true", StandardCharsets.UTF_8) + "&";
            return TLS_SECRETS + labels;
        }
        return switch (content) {
            case USUAL -> "";
            case AUTHORITIES -> (kind == ResourceKind.SECRET ? OTHER_SECRETS : "") + AUTHORITIES;
        };
    }

    @Override
    public String toString() {
        String what = content == Content.AUTHORITIES ? kind.name() + " of authorities" : kind.name();
        if (namespace.isEmpty()) {
            return what;
        }
        return name.isEmpty() ? what + " in " + namespace : what + " " + namespace + "/" + name;
    }
}
