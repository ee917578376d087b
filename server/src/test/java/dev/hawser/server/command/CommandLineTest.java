package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

    private static final String POLICY = """
            apiVersion: configuration.konghq.com/v1beta1
            kind: KongUpstreamPolicy
            metadata:
              name: sticky
            spec:
              algorithm: coin-toss
            """;

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome execute(Map<String, String> environment, String... args) {
        CommandLine line = HawserCommand.commandLine(environment);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return new Outcome(line.execute(args), out.toString(), err.toString());
    }

    private static Outcome execute(String... args) {
        return execute(Map.of(), args);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        Outcome outcome = execute();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("playground", "run", "gateway", "translate", "validate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"playground", "run", "gateway", "translate", "validate"})
    void everyCommandHasHelpAndRefusesUnknownFlagsInOneLine(String command) {
        assertThat(execute(command, "--help").out()).contains("Usage: hawser " + command);

        Outcome outcome = execute(command, "-f=x", "--bogus");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .startsWith("hawser " + command + ": ")
                .contains("--bogus")
                .contains("hawser " + command + " --help")
                .hasLineCount(1);
    }

    @Test
    void aBadValueOfAFlagNamesTheFlag() {
        Outcome outcome = execute("gateway", "--shutdown-timeout=soon");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--shutdown-timeout", "soon").hasLineCount(1);
    }

    @Test
    void aBadValueOfAVariableNamesTheVariable() {
        Outcome outcome = execute(Map.of("KONG_SHUTDOWN_TIMEOUT", "soon"), "gateway");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("KONG_SHUTDOWN_TIMEOUT: ", "soon").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nginx-http-large-client-header-buffers=8k",
                "--nginx-http-large-client-header-buffers=4 9m",
                "--lua-max-req-headers=1001",
                "--nginx-http-client-max-body-size=much",
                "--nginx-http-client-header-timeout=0",
                "--nginx-http-client-body-timeout=soon",
                "--nginx-http-send-timeout=-1s",
                "--nginx-http-keepalive-timeout=1w",
                "--upstream-keepalive-pool-size=-1",
                "--upstream-keepalive-max-requests=-1",
                "--upstream-keepalive-idle-timeout=-1",
                "--dns-resolver=dns.example",
                "--dns-resolver=10.0.0.256",
                "--dns-resolver=10.0.0.10:0",
                "--dns-resolver=10.0.0.10:65536",
                "--dns-resolver=::1",
                "--dns-valid-ttl=0",
                "--dns-stale-ttl=-1",
                "--dns-not-found-ttl=-1",
                "--dns-error-ttl=-1",
                "--gone-endpoint-timeout=-1"
            })
    void aLimitThatCannotBeIsRefusedInOneLine(String flag) {
        Outcome outcome = execute("gateway", "--admin-listen=off", "--status-listen=off", flag);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("(expected: ").hasLineCount(1);
    }

    @Test
    void anAccessLogThatCannotBeIsRefusedInOneLine() {
        Outcome bad = execute("gateway", "--proxy-access-log=access.log xml");
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.err())
                .contains("--proxy-access-log: access.log xml (expected: off, or a path, and behind it ")
                .hasLineCount(1);

        Path nowhere = folder.resolve("missing").resolve("access.log");
        Outcome missing = execute(
                Map.of("KONG_PROXY_ACCESS_LOG", nowhere + " json"),
                "gateway",
                "--proxy-listen=127.0.0.1:0",
                "--admin-listen=off",
                "--status-listen=off");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err())
                .contains("--proxy-access-log: " + nowhere + " is in no folder (expected: a folder that is there)")
                .hasLineCount(1);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(execute(Map.of("CONTROLLER_SESSION_KEY_FILE", ""), "translate", "-f", "absent.yaml")
                        .err())
                .contains("absent.yaml is not there");
    }

    @Test
    void aFlagBeatsItsVariable() throws IOException {
        Path manifests = file("drain.yaml", Endpoints.READY_AND_TERMINATING);
        Map<String, String> on = Map.of("CONTROLLER_ENABLE_DRAIN_SUPPORT", "true");

        assertThat(execute("translate", "-f", manifests.toString()).out()).doesNotContain("10.0.0.2");
        assertThat(execute(on, "translate", "-f", manifests.toString()).out()).contains("10.0.0.2", "weight: 0");
        assertThat(execute(on, "translate", "--enable-drain-support=false", "-f", manifests.toString())
                        .out())
                .doesNotContain("10.0.0.2");
        assertThat(execute("translate", "--enable-drain-support", "-f", manifests.toString())
                        .out())
                .contains("10.0.0.2");
    }

    @Test
    void aListenAddressThatIsNoneIsAUsageError() {
        Outcome outcome = execute("gateway", "--proxy-listen=somewhere");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("--proxy-listen: somewhere (expected: an address and a port, as in 0.0.0.0:8000)");
    }

    @Test
    void anUnknownFeatureGateIsRefused() {
        Outcome outcome = execute("translate", "-f", ".", "--feature-gates=Warp=true");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--feature-gates: Warp (expected: one of ");
    }

    @Test
    void aSessionKeyThatCannotBeReadIsRefused() throws IOException {
        Path empty = file("key", "");

        assertThat(execute("translate", "-f", ".", "--session-key-file=" + empty)
                        .err())
                .contains("is empty (expected: at least one byte)");
        assertThat(execute("translate", "-f", ".", "--session-key-file=" + folder.resolve("absent"))
                        .err())
                .contains("cannot be read (expected: a readable file)");
    }

    @Test
    void translatingPrintsYamlOrJsonAndTellsProblemsWithExitCodeOne() throws IOException {
        Path good = file("good.yaml", Endpoints.READY_AND_TERMINATING);
        Path bad = file("bad.yaml", POLICY);

        assertThat(execute("translate", "-f", good.toString(), "-o", "json").out())
                .startsWith("{")
                .contains("\"_format_version\"");
        Outcome outcome = execute("translate", "-f", folder.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).startsWith("_format_version: \"3.0\"").contains("10.0.0.1:8080");
        assertThat(outcome.err()).contains(bad + ":6: KongUpstreamPolicy default/sticky: spec.algorithm: ");
    }

    @Test
    void validatingTellsManifestsFromDeclarativeConfiguration() throws IOException {
        Path manifests = file("bad.yaml", POLICY);
        Path declarative = file("kong.yaml", """
                _format_version: "3.0"
                services:
                - name: a
                  host: example.com
                  port: 70000
                """);
        Path good = file("good.json", "{\"_format_version\": \"3.0\"}");

        assertThat(execute("validate", "-f", manifests.toString()).err()).contains("spec.algorithm");
        Outcome outcome = execute("validate", "-f", declarative.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(declarative + ": services[0].port: ");
        assertThat(execute("validate", "-f", good.toString())).isEqualTo(new Outcome(0, "valid\n", ""));
    }

    @Test
    void declarativeConfigurationIsToldByItsTopLevelKeys() throws IOException {
        Path declarative = file("kong.json", "{\"services\":[],\"_format_version\":\"3.0\"}");
        Path manifest = file("map.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kong}
                data:
                  kong.yml: |
                    _format_version: "3.0"
                ---
                """ + Endpoints.READY_AND_TERMINATING);

        assertThat(execute("validate", "-f", declarative.toString())).isEqualTo(new Outcome(0, "valid\n", ""));
        assertThat(execute("validate", "-f", manifest.toString())).isEqualTo(new Outcome(0, "valid: 4 objects\n", ""));
    }

    @Test
    void whatIsPassedOverIsTold() throws IOException {
        Path misspelt = file("ingres.yaml", "{apiVersion: networking.k8s.io/v1, kind: Ingres, metadata: {name: x}}");

        Outcome validated = execute("validate", "-f", misspelt.toString());
        assertThat(validated.exitCode()).isEqualTo(1);
        assertThat(validated.err())
                .contains("passed over: Ingres default/x (no kind that is served)\n", "nothing to check");
        Outcome translated = execute("translate", "-f", misspelt.toString());
        assertThat(translated.exitCode()).isZero();
        assertThat(translated.err()).isEqualTo("passed over: 1 object of kinds that are not served\n");
    }

    @ParameterizedTest
    @CsvSource({"gateway, --admin-listen", "run, --status-listen", "playground, --api-listen"})
    void tlsIsRefusedWhereItIsNotServed(String command, String flag) {
        Outcome outcome = execute(command, flag + "=127.0.0.1:8444 ssl");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("hawser " + command + ": " + flag
                        + ": 127.0.0.1:8444 ssl (expected: no ssl, it is not served there)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kubeconfig", "--manifests"})
    void whatIsNotThereIsToldBeforeAnyPortIsOpened(String flag) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = execute(
                    "run", flag + "=" + folder.resolve("absent"), "--proxy-listen=127.0.0.1:" + taken.getLocalPort());

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("hawser run: " + flag + ": ").hasLineCount(1);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Outcome outcome = execute("validate", "-f", "absent.yaml");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("hawser validate: -f: absent.yaml is not there "
                        + "(expected: a file, a folder, or - for standard input)\n");
    }

    @Test
    void aGatewayRefusesToStartWithABadConfiguration() throws IOException {
        Path declarative = file("kong.yaml", "_format_version: \"3.0\"\nservices: nonsense\n");

        Outcome outcome = execute("gateway", "--declarative-config=" + declarative);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(declarative + ": services: ");
    }
}
