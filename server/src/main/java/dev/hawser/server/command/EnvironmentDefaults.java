package dev.hawser.server.command;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the defaults of options from environment variables: {@code CONTROLLER_} and the flag's name in upper case for
 * the controller's options, {@code KONG_} for the gateway's. A flag beats its variable.
 *
 * <p>Source of the names: Kong Ingress Controller, environment variables of the controller; Kong Gateway, environment
 * variables of kong.conf.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final Logger log = LoggerFactory.getLogger(EnvironmentDefaults.class);

    private static final String CONTROLLER = "CONTROLLER_";
    private static final String GATEWAY = "KONG_";

    /** What Kubernetes sets in each pod for a Service that is called controller. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT.*|PORT(_.*)?)");

    private static final Set<Class<?>> OF_CONTROLLER = Set.of(
            AdminTlsOptions.class,
            ClusterOptions.class,
            ControllerOptions.class,
            LogOptions.class,
            ObservabilityOptions.class,
            PushOptions.class,
            StatusOptions.class);

    private static final Set<Class<?>> OF_GATEWAY =
            Set.of(GatewayOptions.class, UpstreamOptions.class, TlsOptions.class, GatewayCommand.class);

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return variable(argument)
                .map(environment::get)
                .filter(value -> !value.isEmpty())
                .orElse(null);
    }

    /** The variable that an option takes its default from; one that is empty counts as not set. */
    static Optional<String> variable(@Nullable ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? prefix(option)
                        .map(prefix -> prefix
                                + option.longestName()
                                        .substring("--".length())
                                        .replace('-', '_')
                                        .toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static Optional<String> prefix(OptionSpec option) {
        // What picocli calls the user object is the annotated field, if there is one.
        if (option.userObject() instanceof AcceptedFlag) {
            return Optional.of(CONTROLLER);
        }
        if (!(option.userObject() instanceof Field field)) {
            return Optional.empty();
        }
        if (OF_CONTROLLER.contains(field.getDeclaringClass())) {
            return Optional.of(CONTROLLER);
        }
        return OF_GATEWAY.contains(field.getDeclaringClass()) ? Optional.of(GATEWAY) : Optional.empty();
    }

    /** Whether an option has a value by its flag or its variable. */
    static boolean isGiven(CommandSpec command, OptionSpec option) {
        return command.commandLine().getParseResult().hasMatchedOption(option.longestName())
                || (command.defaultValueProvider() instanceof EnvironmentDefaults defaults
                        && defaults.defaultValue(option) != null);
    }

    /** Says of each of the controller's variables that is set if there is no such option. */
    static void reportUnknown(CommandSpec command) {
        unknown(command)
                .forEach(variable ->
                        log.atWarn().addKeyValue("variable", variable).log("Variable is of no known setting"));
    }

    /** The controller's variables that are set although a command has no such option. */
    static List<String> unknown(CommandSpec command) {
        if (!(command.defaultValueProvider() instanceof EnvironmentDefaults defaults)) {
            return List.of();
        }
        Set<String> known = command.options().stream()
                .flatMap(option -> variable(option).stream())
                .collect(Collectors.toSet());
        return defaults.environment.keySet().stream()
                .filter(variable -> variable.startsWith(CONTROLLER) && !known.contains(variable))
                .filter(variable -> !OF_A_SERVICE.matcher(variable).matches())
                .sorted()
                .toList();
    }
}
