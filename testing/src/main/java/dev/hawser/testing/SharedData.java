package dev.hawser.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of compatibility data that may lie beside the repository; tests that need it are left out without it. */
public final class SharedData {

    /** Seen from the folder of a module, in which tests run. */
    private static final Path FOLDER = Path.of("..", "..", "shared");

    private SharedData() {}

    /** A file or folder of the shared data: {@code golden/httproute-example/in.yaml}; empty when it is absent. */
    public static Optional<Path> find(String relative) {
        Path path = FOLDER.resolve(relative);
        return Files.exists(path) ? Optional.of(path) : Optional.empty();
    }
}
