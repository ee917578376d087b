package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.Meta;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Namespaces. Source: Kubernetes API reference, Namespace v1 core, and "Automatic labelling". */
final class NamespaceRules implements KindRules {

    @Override
    public void fillNew(ObjectNode object) {
        object.putObject("status").put("phase", "Active");
        Defaults.object(object, "spec").set("finalizers", Json.array(List.of("kubernetes")));
    }

    @Override
    public void fill(ObjectNode object, @Nullable ObjectNode previous) {
        Meta meta = new Meta(object);
        Defaults.object(meta.writable(), "labels").put("kubernetes.io/metadata.name", meta.name());
    }
}
