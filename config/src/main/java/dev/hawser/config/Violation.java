package dev.hawser.config;

/**
 * One thing that is wrong with a configuration, and where.
 *
 * @param path where it is, from the root of the document: {@code services[0].routes[1].paths[0]}; empty for the
 *     document itself
 * @param message what is wrong and what was expected
 */
public record Violation(String path, String message) {

    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
