package dev.hawser.kubernetes;

/**
 * The name of an object of a kind that is known from where this stands.
 *
 * @param namespace its namespace
 * @param name its name within the namespace
 */
public record NamespacedName(String namespace, String name) {

    public NamespacedName {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(namespace + "/" + name + " (expected: <namespace>/<name>)");
        }
    }

    /**
     * Reads {@code <namespace>/<name>}.
     *
     * @throws IllegalArgumentException when the text is none
     */
    public static NamespacedName parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1 || slash != text.lastIndexOf('/')) {
            throw new IllegalArgumentException(text + " (expected: <namespace>/<name>)");
        }
        return new NamespacedName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code <namespace>/<name>}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
