package dev.hawser.server.playground.cluster.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The programs that a search path offers. */
public final class Executables {

    private Executables() {}

    /**
     * Finds a program.
     *
     * @param searchPath folders separated by colons, as in the variable {@code PATH}
     */
    public static Optional<Path> find(String searchPath, String name) {
        return Arrays.stream(searchPath.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Finds a program in the folders that this process was told of. */
    public static Optional<Path> find(String name) {
        return find(Optional.ofNullable(System.getenv("PATH")).orElse(""), name);
    }
}
