package dev.hawser.deploy;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The pinned Helm at work on our chart. */
final class Helm {

    static final Path CHART = Path.of("helm", "hawser");
    private static final Path SCRIPT = Path.of("tools", "helm", "helm.sh");
    private static final int NO_HELM = 69;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Helm() {}

    /**
     * What a program printed.
     *
     * @param error but for what Helm says of the folder of definitions, which is a link
     */
    record Output(int exitCode, String text, String error) {

        Output succeeded() {
            if (exitCode != 0) {
                fail("ended with " + exitCode + ": " + text + error);
            }
            return this;
        }
    }

    static Output helm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** The objects that the chart makes of some values. */
    static List<JsonNode> render(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("template", "hawser", CHART.toString(), "--namespace", "hawser-system", "--dry-run=client"));
        all.addAll(List.of(arguments));
        return objects(helm(all.toArray(String[]::new)).succeeded().text());
    }

    private static List<JsonNode> objects(String yaml) {
        Load load = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build());
        return StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
                .map(object -> JSON.<JsonNode>valueToTree(object))
                .filter(JsonNode::isObject)
                .toList();
    }

    /** Runs a program; without Helm the test is left out, or fails on a build server. */
    static Output run(List<String> command) throws IOException, InterruptedException {
        Path error = Files.createTempFile("helm", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(error.toFile()).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            String errors = Files.readString(error)
                    .lines()
                    .filter(line -> !line.contains("found symbolic link in path"))
                    .collect(Collectors.joining("\n"));
            if (exitCode == NO_HELM) {
                withoutHelm(errors);
            }
            return new Output(exitCode, text, errors);
        } finally {
            Files.delete(error);
        }
    }

    private static void withoutHelm(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        abort(reason + ": the chart is not checked");
    }
}
