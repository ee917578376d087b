package dev.hawser.server.playground.api.resource;

import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects of a kind a list, a watch or a deletion means.
 *
 * @param namespace empty for all of them
 */
public record Selection(ResourceKind kind, String namespace, LabelSelector labels, FieldSelector fields) {

    public static Selection all(ResourceKind kind, String namespace) {
        return new Selection(kind, namespace, LabelSelector.parse(""), FieldSelector.parse("", kind));
    }

    /**
     * Whether an object is meant.
     *
     * @param stored the object as the store keeps it
     */
    public boolean selects(ObjectNode stored) {
        Meta meta = new Meta(stored);
        return (namespace.isEmpty() || namespace.equals(meta.namespace()))
                && labels.test(meta.labels())
                && fields.test(kind.shape().served(stored, kind.apiVersion()));
    }
}
