package dev.hawser.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.manifest.ManifestReader;
import dev.hawser.kubernetes.manifest.Manifests;
import dev.hawser.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden files of Kong Ingress Controller 3.5: the same objects give the same configuration. */
class KongGoldenTest {

    private static final ManifestReader READER = new ManifestReader();

    @TestFactory
    List<DynamicTest> objectsAreTranslatedAsByKong() throws IOException {
        Optional<Path> goldens = SharedData.find("golden");
        assumeTrue(goldens.isPresent(), "left out: no golden cases at hand");
        try (Stream<Path> cases = Files.list(goldens.orElseThrow())) {
            return cases.sorted()
                    .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check(folder)))
                    .toList();
        }
    }

    private static void check(Path folder) throws IOException, InvalidConfigException {
        String input = Files.readString(folder.resolve("in.yaml"));
        assumeFalse(input.contains("kind: HTTPRoute"), "HTTPRoute is no kind of this translator");
        Manifests manifests = READER.read(folder.toString(), input);
        assertThat(manifests.errors()).isEmpty();
        assertThat(manifests.skipped()).isEmpty();

        Translation translation =
                new ResourceTranslator().translate(manifests.snapshot(), TranslationSettings.defaults());

        GatewayConfig expected = new DeclarativeReader().read(Files.readString(folder.resolve("expected.yaml")));
        DeclarativeWriter writer = new DeclarativeWriter();
        assertThat(writer.toYaml(translation.config())).isEqualTo(writer.toYaml(expected));
        assertThat(translation.problems()).isEmpty();
    }
}
