package dev.hawser.server.command;

import dev.hawser.config.GatewayConfig;
import dev.hawser.config.declarative.DeclarativeReader;
import dev.hawser.config.declarative.InvalidConfigException;
import dev.hawser.server.wiring.DataPlane;
import dev.hawser.server.wiring.DataPlaneSettings;
import dev.hawser.server.wiring.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the data plane alone. */
@Command(
        name = "gateway",
        header = "Runs the gateway alone",
        description = "Serves a declarative configuration from a file, from POST /config on the Admin API, "
                + "or both: the file first.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class GatewayCommand implements Callable<Integer> {

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--declarative-config",
            paramLabel = "FILE",
            description = {
                "The configuration to start with, in Kong's declarative format 3.0, YAML or JSON.",
                "Variable: KONG_DECLARATIVE_CONFIG."
            })
    private @Nullable Path declarativeConfig;

    @Override
    public Integer call() {
        run.prepare();
        GatewayConfig config = declarativeConfig == null ? GatewayConfig.EMPTY : read(declarativeConfig);
        DataPlaneSettings settings = gateway.settings();
        try (StopSignal stop = StopSignal.install(settings.shutdownTimeout().plus(StopSignal.MARGIN));
                DataPlane dataPlane = DataPlane.start(settings)) {
            dataPlane.apply(config);
            run.ready(dataPlane.facts());
            stop.await();
        } catch (IOException | UncheckedIOException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static GatewayConfig read(Path file) {
        try {
            return new DeclarativeReader().read(Files.readString(file));
        } catch (IOException e) {
            throw UserError.usage("--declarative-config: " + file + " cannot be read (expected: text in UTF-8)");
        } catch (InvalidConfigException e) {
            throw UserError.failed(e.violations().stream()
                    .map(violation -> file + ": " + violation)
                    .collect(Collectors.joining(System.lineSeparator(), "invalid configuration\n", "")));
        }
    }
}
