package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.DeclarativeWriter;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.testing.SharedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import picocli.CommandLine;

/** {@code hawser translate} prints what Kong's controller makes of the same manifests. */
class TranslateGoldenTest {

    /** Gateway API, which is not translated yet. */
    private static final List<String> LEFT_OUT =
            List.of("host-header-annotation-httproute", "httproute-example", "same-name-services-single-backend");

    @TestFactory
    Stream<DynamicTest> printsWhatKongsControllerMakes() throws IOException {
        Optional<Path> goldens = SharedData.find("golden");
        if (goldens.isEmpty()) {
            Executable leftOut = () -> assumeTrue(false, "left out: no golden cases at hand");
            return Stream.of(DynamicTest.dynamicTest("golden", leftOut));
        }
        try (Stream<Path> cases = Files.list(goldens.get())) {
            return cases.sorted().toList().stream()
                    .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> compare(each)));
        }
    }

    private static void compare(Path golden) throws IOException, InvalidConfigException {
        assumeTrue(!LEFT_OUT.contains(golden.getFileName().toString()), "left out: Gateway API");
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out));

        assertThat(line.execute("translate", "-f", golden.resolve("in.yaml").toString()))
                .isZero();

        assertThat(tree(out.toString())).isEqualTo(tree(Files.readString(golden.resolve("expected.yaml"))));
    }

    private static Object tree(String yaml) throws InvalidConfigException {
        return new DeclarativeWriter().toTree(new DeclarativeReader().read(yaml));
    }
}
