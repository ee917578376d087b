package dev.hawser.proxy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases recorded from Kong's own tests, kept beside the repository. */
public final class SharedData {

    private static final Path FOLDER = Path.of("../../shared/data");

    private SharedData() {}

    /** The document, or a skipped test when the folder is not there. */
    public static JsonNode read(String name) {
        Path file = FOLDER.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), () -> "no shared data: " + file);
        return JsonMapper.shared().readTree(file);
    }
}
