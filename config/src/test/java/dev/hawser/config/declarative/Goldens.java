package dev.hawser.config.declarative;

import dev.hawser.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The documents that Kong Ingress Controller's own tests expect, in the optional shared folder. */
final class Goldens {

    private Goldens() {}

    /** The cases; none when the folder is absent. */
    static List<Path> cases() {
        Optional<Path> folder = SharedData.find("golden");
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> cases = Files.list(folder.get())) {
            return cases.map(golden -> golden.resolve("expected.yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
