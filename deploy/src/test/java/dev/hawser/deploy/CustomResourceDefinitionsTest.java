package dev.hawser.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The files of {@code deploy/crds} are what the types in {@code dev.hawser.kubernetes} say. {@code -Dcrds.update=true}
 * writes them.
 */
class CustomResourceDefinitionsTest {

    private static final Path FOLDER = Path.of("crds");
    private static final String UPDATE = "./mvnw -pl deploy -am test -Dtest=CustomResourceDefinitionsTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dcrds.update=true";

    @TestFactory
    Stream<DynamicTest> filesAreWhatTheTypesSay() {
        return new TreeMap<>(CustomResourceDefinitions.generate())
                .entrySet().stream().map(file -> dynamicTest(file.getKey(), () -> compare(file)));
    }

    private static void compare(Map.Entry<String, String> file) throws IOException {
        Path path = FOLDER.resolve(file.getKey());
        if (Boolean.getBoolean("crds.update")) {
            Files.writeString(path, file.getValue());
        }
        assertThat(path)
                .as("deploy/%s is not what the types say; to write it: %s", path, UPDATE)
                .hasContent(file.getValue());
    }

    @Test
    void thereIsNoOtherFile() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).containsExactlyElementsOf(new TreeMap<>(CustomResourceDefinitions.generate()).keySet());
        }
    }
}
