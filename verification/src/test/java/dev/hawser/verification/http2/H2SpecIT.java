package dev.hawser.verification.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hawser.testing.OriginReply;
import dev.hawser.testing.TestOrigin;
import dev.hawser.verification.guide.HawserProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All of h2spec, its strict cases too, with none left out. */
class H2SpecIT {

    private static final Path SCRIPT = Path.of("h2spec", "h2spec.sh");
    private static final int NO_H2SPEC = 69;
    private static final Pattern TOTALS = Pattern.compile("(\\d+) tests, (\\d+) passed, (\\d+) skipped, (\\d+) failed");

    /** What version 2.6.0 has; fewer would mean that something was left out. */
    private static final int CASES = 147;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"127.0.0.1:0 http2, false", "127.0.0.1:0 ssl http2, true"})
    void everyCasePasses(String listen, boolean tls) throws Exception {
        try (TestOrigin origin = TestOrigin.start();
                HawserProcess gateway =
                        HawserProcess.declared(folder, """
                        _format_version: "3.0"
                        services:
                        - name: origin
                          url: http://%s
                          routes:
                          - name: all
                            paths: [/]
                        """.formatted(origin.target()), "--proxy-listen=" + listen)) {
            origin.reply(OriginReply.ok("Fourteen bytes"));
            String verdict = judge(gateway.gateway(), tls ? List.of("--tls", "--insecure") : List.of());
            Matcher totals = TOTALS.matcher(verdict);
            assertThat(totals.find()).as(verdict).isTrue();
            assertThat(totals.group(2)).as(verdict).isEqualTo(totals.group(1));
            assertThat(Integer.parseInt(totals.group(1))).as("cases").isGreaterThanOrEqualTo(CASES);
        }
    }

    /** What h2spec printed. */
    private String judge(URI gateway, List<String> options) throws IOException, InterruptedException {
        Path printed = folder.resolve("h2spec.txt");
        List<String> command = Stream.concat(
                        Stream.of(
                                SCRIPT.toString(),
                                "--strict",
                                "--host",
                                gateway.getHost(),
                                "--port",
                                Integer.toString(gateway.getPort())),
                        options.stream())
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        int exitCode = process.waitFor();
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        if (exitCode == NO_H2SPEC) {
            if ("true".equals(System.getenv("CI"))) {
                fail(text);
            }
            abort(text + ": HTTP/2 is not judged");
        }
        return text;
    }
}
