package dev.hawser.server.command;

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

    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return variable(argument)
                .filter(environment::containsKey)
                .map(environment::get)
                .orElse(null);
    }

    /** The variable that an option takes its default from. */
    static Optional<String> variable(@Nullable ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return Optional.empty();
        }
        String prefix = switch (option.userObject()) {
            case ControllerOptions options -> "CONTROLLER_";
            case ClusterOptions options -> "CONTROLLER_";
            case LogOptions options -> "CONTROLLER_";
            case GatewayOptions options -> "KONG_";
            case GatewayCommand command -> "KONG_";
            case null, default -> null;
        };
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
