package dev.hawser.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * That docs/configuration.md, the help and the code agree: its tables are what the options say of themselves.
 * {@code -Dgolden.update=true} writes them.
 */
class ConfigurationDocTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- options: (\\w+) -->\n).*?(<!-- end -->)");
    private static final Pattern DEFAULT = Pattern.compile("Default: (.*?)\\. ?(?:Variable: |$|It |The )");

    private static CommandSpec command(String name) {
        return Objects.requireNonNull(
                        HawserCommand.commandLine(Map.of()).getSubcommands().get(name))
                .getCommandSpec();
    }

    private static List<OptionSpec> options(String table) {
        return switch (table) {
            case "controller" -> effective("controller", "CONTROLLER_");
            case "gateway" -> effective("gateway", "KONG_");
            case "accepted" ->
                command("run").options().stream()
                        .filter(option -> option.userObject() instanceof AcceptedFlag)
                        .toList();
            default -> throw new AssertionError("no table is called " + table);
        };
    }

    private static List<OptionSpec> effective(String command, String prefix) {
        CommandSpec spec = command(command);
        return spec.options().stream()
                .filter(option -> HelpGroups.hasEffect(spec, option))
                .filter(option -> EnvironmentDefaults.variable(option)
                        .filter(variable -> variable.startsWith(prefix))
                        .isPresent())
                .toList();
    }

    private static String table(String name) {
        String rows = options(name).stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .map(ConfigurationDocTest::row)
                .collect(Collectors.joining());
        return "\n| flag | variable | default | effect |\n|---|---|---|---|\n" + rows + "\n";
    }

    private static String row(OptionSpec option) {
        return "| `" + option.longestName() + "` " + option.paramLabel().replace("|", "\\|") + " | `"
                + EnvironmentDefaults.variable(option).orElseThrow() + "` | " + defaultOf(option) + " | "
                + effectOf(option) + " |\n";
    }

    private static String defaultOf(OptionSpec option) {
        if (option.userObject() instanceof AcceptedFlag flag) {
            return flag.defaultValue().isEmpty() ? "none" : "`" + flag.defaultValue() + "`";
        }
        Matcher matcher = DEFAULT.matcher(last(option));
        return matcher.find() ? matcher.group(1) : "none";
    }

    private static String effectOf(OptionSpec option) {
        String[] description = option.description();
        return description[0].replace("|", "\\|");
    }

    private static String last(OptionSpec option) {
        String[] description = option.description();
        return description[description.length - 1];
    }

    @Test
    void theTablesAreWhatTheOptionsSay() throws IOException {
        String document = Files.readString(DOCUMENT);
        String written = TABLE.matcher(document)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + table(match.group(2)) + match.group(3)));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(DOCUMENT, written);
        }

        assertThat(document)
                .contains("<!-- options: controller -->", "<!-- options: gateway -->", "<!-- options: accepted -->");
        assertThat(Boolean.getBoolean("golden.update") ? written : document).isEqualTo(written);
    }

    @Test
    void theHelpNamesTheVariableAndTheDefaultOfEachOption() {
        for (String name : List.of("run", "controller", "gateway")) {
            CommandSpec spec = command(name);
            for (OptionSpec option : spec.options()) {
                if (option.userObject() instanceof AcceptedFlag) {
                    continue;
                }
                EnvironmentDefaults.variable(option).ifPresent(variable -> {
                    assertThat(last(option)).as(option.longestName()).endsWith("Variable: " + variable + ".");
                    if (option.defaultValue() != null && !option.defaultValue().isEmpty()) {
                        assertThat(last(option)).as(option.longestName()).contains("Default: " + option.defaultValue());
                    }
                });
            }
        }
    }

    @Test
    void everyOptionOfAControllerThatHasAVariableIsInATable() throws IOException {
        String document = Files.readString(DOCUMENT);
        Map<String, String> missing = new TreeMap<>();
        for (String name : List.of("run", "controller", "gateway", "playground", "translate")) {
            command(name).options().stream()
                    .filter(option -> EnvironmentDefaults.variable(option).isPresent())
                    .filter(option -> !document.contains("| `" + option.longestName() + "` "))
                    .forEach(option -> missing.put(option.longestName(), name));
        }

        assertThat(missing).isEmpty();
    }
}
