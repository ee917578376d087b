package dev.hawser.server.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;

/** A file that tells scripts that the program is ready, and where it listens: one {@code name=value} a line. */
public final class ReadyFile {

    private ReadyFile() {}

    /**
     * Writes the file; whoever sees it sees all of it.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Map<String, String> facts) throws IOException {
        String text = facts.entrySet().stream()
                .map(fact -> fact.getKey() + "=" + fact.getValue() + "\n")
                .collect(Collectors.joining());
        Path absolute = file.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path draft = Files.createTempFile(absolute.getParent(), ".ready", null);
        Files.writeString(draft, text);
        Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
