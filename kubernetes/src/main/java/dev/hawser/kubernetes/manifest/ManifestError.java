package dev.hawser.kubernetes.manifest;

import dev.hawser.kubernetes.ObjectKey;
import java.util.Optional;

/**
 * Something that kept an object from being taken, and where.
 *
 * @param source the name of the text, usually of a file
 * @param document the number of the document in it, the first being 1
 * @param line the line in it, the first being 1
 * @param object the object; empty when the document could not be read as one
 * @param path the field: {@code spec.rules[0].host}; empty for the whole document
 * @param message what is wrong and what was expected
 */
public record ManifestError(
        String source, int document, int line, Optional<ObjectKey> object, String path, String message) {

    /** {@code ingress.yaml:12: Ingress default/example: spec.rules[0].host: …}. */
    @Override
    public String toString() {
        return source + ":" + line + ": " + object.map(key -> key + ": ").orElse("")
                + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
