package dev.hawser.kubernetes.manifest;

import dev.hawser.kubernetes.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * An object that was read, and where it stands. Its string holds no data of Secrets.
 *
 * @param source the name of the text, usually of a file
 * @param document the number of the document in it, the first being 1
 * @param node the text it was read from
 * @param object the object, with what an API server would have filled in
 */
record ManifestObject(String source, int document, YamlNode node, HasMetadata object) {

    ManifestError error(String path, String message) {
        return new ManifestError(source, document, node.lineOf(path), Optional.of(ObjectKey.of(object)), path, message);
    }

    @Override
    public String toString() {
        return source + ":" + node.line() + ": " + ObjectKey.of(object);
    }
}
