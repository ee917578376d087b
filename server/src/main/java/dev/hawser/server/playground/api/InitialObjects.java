package dev.hawser.server.playground.api;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import dev.hawser.server.playground.api.resource.ResourceKind;
import dev.hawser.server.playground.api.resource.ResourceKinds;
import dev.hawser.server.playground.api.rules.CustomKinds;
import dev.hawser.server.playground.api.store.ResourceStore;
import dev.hawser.server.playground.api.verb.Resources;
import dev.hawser.server.playground.api.verb.WriteOptions;
import java.time.Clock;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API holds from the start: namespaces, the class of Ingresses that Hawser serves, and custom kinds. */
record InitialObjects(Resources resources, ResourceStore store, Clock clock) {

    void create(CustomKinds customKinds) {
        for (String namespace : new String[] {"default", "kube-node-lease", "kube-system"}) {
            create(ResourceKinds.NAMESPACE, namespace);
        }
        ObjectNode ingressClass = named(ResourceKinds.INGRESS_CLASS, "kong");
        ingressClass.putObject("spec").put("controller", "ingress-controllers.konghq.com/kong");
        resources.create(ResourceKinds.INGRESS_CLASS, "", ingressClass, WriteOptions.PLAIN);
        customKinds.definitions().forEach(this::putDefinition);
    }

    private void create(ResourceKind kind, String name) {
        resources.create(kind, "", named(kind, name), WriteOptions.PLAIN);
    }

    /** Definitions cannot be written through the API, and come with the status that says they are served. */
    private void putDefinition(ObjectNode definition) {
        String now = Meta.text(clock.instant());
        new Meta(definition)
                .writable()
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now)
                .put("generation", 1);
        ObjectNode status = definition.putObject("status");
        status.set("acceptedNames", definition.path("spec").path("names"));
        status.putArray("storedVersions")
                .add(definition.path("spec").path("versions").path(0).path("name"));
        ArrayNode conditions = status.putArray("conditions");
        for (String type : new String[] {"NamesAccepted", "Established"}) {
            conditions
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("reason", "InitialNamesAccepted")
                    .put("message", "")
                    .put("lastTransitionTime", now);
        }
        store.put(ResourceKinds.CUSTOM_RESOURCE_DEFINITION, definition);
    }

    private static ObjectNode named(ResourceKind kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        object.putObject("metadata").put("name", name);
        return object;
    }
}
