package dev.hawser.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.config.validation.ConfigValidator;
import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.Problem;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.manifest.ManifestReader;
import dev.hawser.kubernetes.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * One test for each file of {@code src/test/resources/translate}: the objects, a line {@code --- # expected}, and the
 * configuration and problems they give. A line {@code # drain support: enabled} or {@code # cluster domain: …} above
 * the objects is a setting. With {@code -Dgolden.update=true} the files are rewritten.
 */
class TranslationGoldenTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "translate");
    private static final ManifestReader READER = new ManifestReader();
    private static final String EXPECTED = "--- # expected\n";
    private static final String DOMAIN = "# cluster domain: ";

    @TestFactory
    List<DynamicTest> objectsGiveThisConfigurationAndTheseProblems() throws IOException {
        List<Path> files = files();
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> dynamicTest(FOLDER.relativize(file).toString(), () -> check(file)))
                .toList();
    }

    @Test
    void everyReasonOfAProblemHasACase() throws IOException {
        Set<Problem.Reason> missing = EnumSet.allOf(Problem.Reason.class);
        // Services of one upstream can only differ where a rule has several backends, which an Ingress has not.
        missing.remove(Problem.Reason.POLICY_CONFLICT);
        // Comes after translation.
        missing.remove(Problem.Reason.REJECTED_BY_GATEWAY);
        for (Path file : files()) {
            translate(file).problems().forEach(problem -> missing.remove(problem.reason()));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        Translation translation = translate(file);
        String rendered = render(translation);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, input(text) + EXPECTED + rendered);
        } else {
            assertThat(rendered).isEqualTo(text.substring(text.indexOf(EXPECTED) + EXPECTED.length()));
        }
        assertThat(ConfigValidator.validate(translation.config())).isEmpty();
    }

    private static Translation translate(Path file) throws IOException {
        String input = input(Files.readString(file));
        Manifests manifests = READER.read(file.toString(), input);
        assertThat(manifests.errors()).isEmpty();
        return new ResourceTranslator().translate(manifests.snapshot(), settings(input));
    }

    private static String input(String text) {
        int end = text.indexOf(EXPECTED);
        return end < 0 ? text : text.substring(0, end);
    }

    private static TranslationSettings settings(String input) {
        TranslationSettings settings = TranslationSettings.defaults();
        if (input.contains("# drain support: enabled\n")) {
            settings = settings.withDrainSupport(DrainSupport.ENABLED);
        }
        return input.lines()
                .filter(line -> line.startsWith(DOMAIN))
                .map(line -> line.substring(DOMAIN.length()))
                .findFirst()
                .map(settings::withClusterDomain)
                .orElse(settings);
    }

    private static String render(Translation translation) {
        String problems = translation.problems().stream()
                .map(problem -> "- '" + (problem.reason() + " " + problem).replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        return new DeclarativeWriter().toYaml(translation.config())
                + (problems.isEmpty() ? "problems: []\n" : "problems:\n" + problems);
    }
}
