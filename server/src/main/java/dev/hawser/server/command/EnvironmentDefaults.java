package dev.hawser.server.command;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the defaults of options from environment variables: {@code CONTROLLER_} and the flag's name in upper case for
 * the controller's options, {@code KONG_} for the gateway's. A flag beats its variable.
 *
 * <p>Source of the names: Kong Ingress Controller, environment variables of the controller; Kong Gateway, environment
 * variables of kong.conf.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

    private static final String CONTROLLER = "CONTROLLER_";
    private static final String GATEWAY = "KONG_";

    private static final Map<Class<?>, String> PREFIXES = Map.of(
            ControllerOptions.class, CONTROLLER,
            ClusterOptions.class, CONTROLLER,
            LogOptions.class, CONTROLLER,
            GatewayOptions.class, GATEWAY,
            GatewayCommand.class, GATEWAY);

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
        // What picocli calls the user object is the annotated field.
        if (!(argument instanceof OptionSpec option) || !(option.userObject() instanceof Field field)) {
            return Optional.empty();
        }
        String prefix = PREFIXES.get(field.getDeclaringClass());
        if (prefix == null) {
            return Optional.empty();
        }
        return Optional.of(prefix
                + option.longestName()
                        .substring("--".length())
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT));
    }
}
