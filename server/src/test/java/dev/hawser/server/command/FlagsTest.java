package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** That every flag and variable of Kong Ingress Controller is taken. */
class FlagsTest {

    private record Flag(String name, String defaultValue) {

        String variable() {
            return "CONTROLLER_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
        }
    }

    private static List<Flag> flags() {
        try (InputStream in =
                Objects.requireNonNull(FlagsTest.class.getResourceAsStream("/flags/kong-ingress-controller.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(parts -> new Flag(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CommandSpec parsed(String command, Map<String, String> environment, List<String> arguments) {
        CommandLine line = HawserCommand.commandLine(environment);
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        return line.parseArgs(all.toArray(String[]::new)).subcommand().commandSpec();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "controller"})
    void everyFlagIsTakenWithItsDefault(String command) {
        List<String> arguments = new ArrayList<>();
        for (Flag flag : flags()) {
            if (!flag.defaultValue().isEmpty()) {
                arguments.add("--" + flag.name() + "=" + flag.defaultValue());
            }
        }

        CommandSpec spec = parsed(command, Map.of(), arguments);

        assertThat(flags())
                .hasSize(105)
                .allSatisfy(flag -> assertThat(spec.optionsMap()).containsKey("--" + flag.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "controller"})
    void everyVariableIsTakenWithItsDefault(String command) {
        Map<String, String> environment = new HashMap<>();
        flags().forEach(flag -> environment.put(flag.variable(), flag.defaultValue()));

        CommandSpec spec = parsed(command, environment, List.of());

        for (Flag flag : flags()) {
            if (!flag.defaultValue().isEmpty()) {
                assertThat(EnvironmentDefaults.isGiven(spec, spec.findOption("--" + flag.name())))
                        .as(flag.name())
                        .isTrue();
            }
        }
    }

    @Test
    void aFlagBeatsItsVariableAndTheLastOfSeveralHolds() {
        CommandSpec spec =
                parsed("run", Map.of("CONTROLLER_SYNC_PERIOD", "1h"), List.of("--sync-period=2h", "--sync-period=3h"));

        assertThat(spec.findOption("--sync-period").<String>getValue()).isEqualTo("3h");
    }

    @Test
    void onlyWhatIsAskedForInVainIsTold() {
        CommandSpec quiet = parsed(
                "run",
                Map.of("CONTROLLER_ADMISSION_WEBHOOK_LISTEN", "off"),
                List.of("--konnect-sync-enabled=false", "--enable-controller-kongplugin=0", "--apiserver-qps=100"));
        CommandSpec loud = parsed(
                "run",
                Map.of("CONTROLLER_ADMISSION_WEBHOOK_LISTEN", ":8080"),
                List.of("--konnect-sync-enabled", "--apiserver-qps=5", "--konnect-tls-client-key=secret"));

        assertThat(AcceptedFlags.askedInVain(quiet)).isEmpty();
        assertThat(AcceptedFlags.askedInVain(loud).stream().map(AcceptedFlag::name))
                .containsExactly(
                        "admission-webhook-listen", "apiserver-qps", "konnect-sync-enabled", "konnect-tls-client-key");
    }

    @Test
    void variablesOfNoSettingAreFoundButNotThoseOfAServiceThatIsCalledController() {
        CommandSpec spec = parsed(
                "run",
                Map.of(
                        "CONTROLLER_INGRES_CLASS", "kong",
                        "CONTROLLER_SERVICE_HOST", "10.0.0.1",
                        "CONTROLLER_PORT_443_TCP", "tcp://10.0.0.1:443",
                        "CONTROLLER_LOG_LEVEL", "debug",
                        "OTHER", "x"),
                List.of());

        assertThat(EnvironmentDefaults.unknown(spec)).containsExactly("CONTROLLER_INGRES_CLASS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sync-period | soon | soon (expected: a duration, as in 10s, 1m30s or 500ms)",
                "apiserver-qps | -1 | -1 (expected: a number from 0)",
                "konnect-sync-enabled | maybe | maybe (expected: true or false)",
                "publish-service-udp | name | name (expected: <namespace>/<name>)",
                "term-delay | 3 | 3 (expected: a duration, as in 10s, 1m30s or 500ms)",
                "update-status | yes | yes (expected: true or false)",
            })
    void aBadValueOfAnyFlagIsRefused(String flag, String value, String message) {
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute("run", "--" + flag + "=" + value)).isEqualTo(UserError.USAGE);
        assertThat(err.toString()).contains("--" + flag, message).hasLineCount(1);
    }

    @Test
    void theAcceptedFlagsHaveTheirDefaults() {
        Map<String, String> defaults = flags().stream().collect(Collectors.toMap(Flag::name, Flag::defaultValue));

        assertThat(AcceptedFlags.ALL)
                .allSatisfy(
                        flag -> assertThat(flag.defaultValue()).as(flag.name()).isEqualTo(defaults.get(flag.name())));
        assertThat(AcceptedFlags.ALL.stream().map(AcceptedFlag::name)).isSorted();
    }

    @Test
    void anUnknownFlagThatIsCloseToOneIsSuggested() {
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute("run", "--ingres-class=kong")).isEqualTo(UserError.USAGE);
        assertThat(err.toString()).contains("(did you mean --ingress-class?)").hasLineCount(1);
    }

    @Test
    void theValueOfAnUnknownFlagIsNotRepeatedSinceItMayBeASecret() {
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute("controller", "--kong-admin-tokn=s3cret")).isEqualTo(UserError.USAGE);
        assertThat(err.toString()).contains("--kong-admin-tokn").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kong-admin-token=s3\u00e9cret | --kong-admin-token: has a character that a header cannot carry",
                "--kong-admin-header=X-Team:s3\u00e9cret | --kong-admin-header: the value of X-Team has a character",
                "--kong-admin-header=s3 cret:a | --kong-admin-header: one has a name that is none",
                "--kong-admin-header=Host:s3cret | --kong-admin-header: Host belongs to the connection",
                "--kong-workspace=a b | --kong-workspace: 'a b' (expected: a name of letters, digits,"
            })
    void whatAnAdminApiCannotBeSentIsAUsageErrorWithoutTheSecret(String flag, String message) {
        CommandLine line = HawserCommand.commandLine(Map.of());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute("controller", flag)).isEqualTo(UserError.USAGE);
        assertThat(err.toString()).contains(message).doesNotContain("cret");
    }
}
