package dev.hawser.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static final Path FOLDER = Path.of("manifests");

    @ParameterizedTest
    @ValueSource(strings = {"all-in-one.yaml", "two-containers.yaml"})
    void theyAreWhatTheChartSays(String file, @TempDir Path rendered) throws IOException, InterruptedException {
        Helm.run(List.of(FOLDER.resolve("render.sh").toString(), rendered.toString()))
                .succeeded();

        assertThat(FOLDER.resolve(file))
                .as("deploy/manifests/%s is not what the chart says; to write it: deploy/manifests/render.sh", file)
                .hasContent(Files.readString(rendered.resolve(file)));
    }
}
