package dev.hawser.kubernetes.manifest;

import dev.hawser.kubernetes.ObjectKey;
import dev.hawser.kubernetes.ResourceKind;
import dev.hawser.kubernetes.manifest.YamlNode.Mapping;
import dev.hawser.kubernetes.manifest.YamlNode.Scalar;
import dev.hawser.kubernetes.manifest.YamlNode.Sequence;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of manifests. Unknown fields and values of another type are errors of the object, which is then left
 * out; a missing namespace is {@value Defaults#NAMESPACE}.
 *
 * <p>Instances may be shared between threads.
 */
public final class ManifestReader {

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    /** What was read so far of one source. */
    private record Reading(
            String source, List<ManifestObject> objects, List<ManifestError> errors, List<ObjectKey> skipped) {}

    /**
     * Reads one text.
     *
     * @param source its name, which errors begin with
     * @param text YAML or JSON; documents are separated by lines that start with {@code ---}
     */
    public Manifests read(String source, String text) {
        Reading reading = new Reading(source, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int number = 0;
        for (DocumentText document : DocumentText.split(text)) {
            number++;
            try {
                Optional<YamlNode> root = YamlDocument.parse(document.text(), document.firstLine());
                if (root.isPresent() && !root.get().isNull()) {
                    readDocument(root.get(), number, reading);
                }
            } catch (YamlDocument.MalformedException e) {
                reading.errors.add(new ManifestError(
                        source, number, e.line(), Optional.empty(), "", String.valueOf(e.getMessage())));
            }
        }
        return new Manifests(reading.objects, reading.errors, reading.skipped);
    }

    private void readDocument(YamlNode root, int number, Reading reading) {
        String apiVersion = root.text("apiVersion");
        String kindName = root.text("kind");
        if (apiVersion == null || kindName == null) {
            String field = apiVersion == null ? "apiVersion" : "kind";
            reading.errors.add(new ManifestError(
                    reading.source, number, root.line(), Optional.empty(), field, "not set (expected: a string)"));
        } else if (kindName.endsWith("List")
                && ((Mapping) root).fields().get("items") instanceof Sequence(int at, List<YamlNode> items)) {
            items.forEach(item -> readDocument(item, number, reading));
        } else {
            readObject(root, apiVersion, kindName, number, reading);
        }
    }

    private void readObject(YamlNode root, String apiVersion, String kindName, int number, Reading reading) {
        Optional<ResourceKind<?>> kind = ResourceKind.of(apiVersion, kindName);
        ObjectKey key = key(root, kindName, kind);
        if (kind.isEmpty()) {
            Optional<String> served = Defaults.servedInstead(apiVersion, kindName);
            if (served.isPresent()) {
                reading.errors.add(new ManifestError(
                        reading.source,
                        number,
                        root.line(),
                        Optional.of(key),
                        "apiVersion",
                        "\"" + apiVersion + "\" (expected: " + served.get() + ")"));
            } else {
                reading.skipped.add(key);
            }
            return;
        }
        List<ManifestError> errors = new ArrayList<>();
        new StrictSchema(
                        (path, node) -> errors.add(new ManifestError(
                                reading.source,
                                number,
                                node.line(),
                                Optional.of(key),
                                path,
                                "unknown field \"" + path + "\"")),
                        (path, node, expected) -> errors.add(new ManifestError(
                                reading.source,
                                number,
                                node.line(),
                                Optional.of(key),
                                path,
                                found(node, key) + " (expected: " + expected + ")")))
                .check(root, kind.get().type(), "");
        reading.errors.addAll(errors);
        if (errors.isEmpty()) {
            HasMetadata object = bind(root, kind.get());
            reading.objects.add(new ManifestObject(reading.source, number, root, object));
        }
    }

    private HasMetadata bind(YamlNode root, ResourceKind<?> kind) {
        HasMetadata object = serialization.convertValue(root.toObject(), kind.type());
        if (object.getMetadata() == null) {
            object.setMetadata(new ObjectMeta());
        }
        Defaults.apply(object, kind.scope());
        return object;
    }

    private static ObjectKey key(YamlNode root, String kindName, Optional<ResourceKind<?>> kind) {
        YamlNode metadata =
                root instanceof Mapping(int at, Map<String, YamlNode> fields) ? fields.get("metadata") : null;
        String name = metadata == null ? null : metadata.text("name");
        String namespace = metadata == null ? null : metadata.text("namespace");
        boolean clustered = kind.map(ResourceKind::scope)
                .filter(ResourceKind.Scope.CLUSTER::equals)
                .isPresent();
        return new ObjectKey(kindName, clustered ? "" : orElse(namespace, Defaults.NAMESPACE), orElse(name, ""));
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /** What stands there; nothing of a Secret is ever shown. */
    private static String found(YamlNode node, ObjectKey object) {
        return switch (node) {
            case Mapping mapping -> "a map";
            case Sequence sequence -> "a list";
            case Scalar(int at, Object value) when object.kind().equals(ResourceKind.SECRET.name()) -> "another value";
            case Scalar(int at, Object value) -> value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
        };
    }
}
