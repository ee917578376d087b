package dev.hawser.server.playground.api.rules;

import dev.hawser.server.playground.api.resource.Json;
import dev.hawser.server.playground.api.resource.ResourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The CustomResourceDefinitions that the playground comes with: those of {@code deploy/crds}. */
public final class CustomKinds {

    private static final String FOLDER = "/dev/hawser/server/playground/api/";
    private static final List<String> FILES = List.of(
            "configuration.konghq.com_kongupstreampolicies.yaml",
            "configuration.konghq.com_ingressclassparameterses.yaml");

    private final Map<String, ObjectNode> definitions;

    private CustomKinds(Map<String, ObjectNode> definitions) {
        this.definitions = definitions;
    }

    /** Reads the definitions that are part of the program. */
    public static CustomKinds load() {
        Map<String, ObjectNode> definitions = new LinkedHashMap<>();
        for (String file : FILES) {
            ObjectNode definition = Json.asObject(Json.parseYaml(read(file)));
            definitions.put(Json.text(definition, "metadata.name"), definition);
        }
        return new CustomKinds(definitions);
    }

    /** The objects of kind CustomResourceDefinition; copies. */
    public List<ObjectNode> definitions() {
        return definitions.values().stream().map(ObjectNode::deepCopy).toList();
    }

    Optional<StructuralSchema> schema(ResourceKind kind) {
        return Optional.ofNullable(definitions.get(kind.qualifiedPlural()))
                .map(definition -> new StructuralSchema(definition
                        .path("spec")
                        .path("versions")
                        .path(0)
                        .path("schema")
                        .path("openAPIV3Schema")));
    }

    private static byte[] read(String file) {
        try (InputStream in = CustomKinds.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(file + ": not on the class path (expected: in " + FOLDER + ")");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
