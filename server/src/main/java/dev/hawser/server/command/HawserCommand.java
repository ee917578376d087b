package dev.hawser.server.command;

import dev.hawser.server.logging.LogSettings;
import dev.hawser.server.logging.Logging;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code hawser}: what it is when called without a subcommand, and how errors are told. */
@Command(
        name = "hawser",
        description = "A Kubernetes ingress controller and gateway whose sticky sessions survive the draining of pods.",
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class,
        subcommands = {
            PlaygroundCommand.class,
            RunCommand.class,
            ControllerCommand.class,
            GatewayCommand.class,
            TranslateCommand.class,
            ValidateCommand.class
        },
        footer = {
            "",
            "Each command has its own help: hawser COMMAND --help",
            "To see it at work with no cluster: hawser playground"
        })
public final class HawserCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs a command line and returns its exit code. */
    public static int execute(String... args) {
        Logging.apply(LogSettings.DEFAULT);
        return commandLine(System.getenv()).execute(args);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = new CommandLine(new HawserCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setUsageHelpAutoWidth(true);
        // The last one holds, as with Kong Ingress Controller.
        line.setOverwrittenOptionsAllowed(true);
        line.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command ->
                        command.userObject() instanceof RunCommand || command.userObject() instanceof ControllerCommand)
                .forEach(AcceptedFlags::addTo);
        HelpGroups.apply(line);
        line.setDefaultValueProvider(new EnvironmentDefaults(environment));
        line.setParameterExceptionHandler((problem, args) -> reportUsage(problem, environment));
        line.setExecutionExceptionHandler(HawserCommand::reportFailure);
        return line;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    private static int reportUsage(ParameterException problem, Map<String, String> environment) {
        CommandLine command = problem.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String where = EnvironmentDefaults.variable(problem.getArgSpec())
                .filter(environment::containsKey)
                .filter(variable -> !command.getParseResult().hasMatchedOption(longName(problem)))
                .map(variable -> variable + ": ")
                .orElse("");
        PrintWriter err = command.getErr();
        err.println(name + ": " + where + message(problem) + " (see: " + name + " --help)");
        err.flush();
        return UserError.USAGE;
    }

    private static String message(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched) || !unmatched.isUnknownOption()) {
            return String.valueOf(problem.getMessage());
        }
        // Without values: one may be the secret of a flag whose name is misspelt.
        String flags = unmatched.getUnmatched().stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.split("=", 2)[0])
                .distinct()
                .collect(Collectors.joining(", "));
        return "Unknown option: " + flags
                + unmatched.getSuggestions().stream()
                        .filter(flag -> flag.startsWith("--"))
                        .findFirst()
                        .map(flag -> " (did you mean " + flag + "?)")
                        .orElse("");
    }

    private static String longName(ParameterException problem) {
        return problem.getArgSpec() instanceof CommandLine.Model.OptionSpec option ? option.longestName() : "";
    }

    private static int reportFailure(Exception failure, CommandLine command, ParseResult result) throws Exception {
        if (failure instanceof UserError error) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + error.getMessage());
            command.getErr().flush();
            return error.exitCode();
        }
        throw failure;
    }

    /** The version of the program, from its manifest. */
    static final class Version implements IVersionProvider {

        static String text() {
            String version = HawserCommand.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"hawser " + text()};
        }
    }
}
