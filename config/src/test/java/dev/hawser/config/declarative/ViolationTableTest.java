package dev.hawser.config.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.config.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each row of the table is a document without its version, and the violations that it has. Rows are apart by blank
 * lines; lines that begin with {@code >} are the violations.
 */
class ViolationTableTest {

    @TestFactory
    Stream<DynamicTest> documentHasExactlyTheseViolations() throws IOException {
        return Arrays.stream(table().split("\n\n")).map(row -> {
            List<String> expected = row.lines()
                    .filter(line -> line.startsWith("> "))
                    .map(line -> line.substring(2))
                    .toList();
            String document = String.join(
                    "\n", row.lines().filter(line -> !line.startsWith("> ")).toList());
            return DynamicTest.dynamicTest(document.lines().findFirst().orElse(""), () -> {
                assertThat(expected).isNotEmpty();
                assertThat(violations(document)).containsExactlyElementsOf(expected);
            });
        });
    }

    private static List<String> violations(String document) {
        InvalidConfigException refused = catchThrowableOfType(
                InvalidConfigException.class,
                () -> new DeclarativeReader().read("_format_version: \"3.0\"\n" + document));
        return refused.violations().stream().map(Violation::toString).toList();
    }

    private static String table() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ViolationTableTest.class.getResourceAsStream("/declarative/violations.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
