package dev.hawser.server.command;

import dev.hawser.server.http.BindAddress;
import dev.hawser.server.wiring.ObservabilitySettings;
import dev.hawser.server.wiring.ObservabilitySettings.Diagnostics;
import dev.hawser.server.wiring.ObservabilitySettings.Dumps;
import dev.hawser.server.wiring.ObservabilitySettings.Profiling;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options of what a controller tells of itself, and of how it stops, named as Kong Ingress Controller names them. */
final class ObservabilityOptions {

    private static final Logger log = LoggerFactory.getLogger(ObservabilityOptions.class);

    @Option(
            names = "--health-probe-bind-address",
            paramLabel = "ADDRESS",
            defaultValue = ":10254",
            description = {
                "Where /healthz and /readyz are answered, or off.",
                "Default: :10254. Variable: CONTROLLER_HEALTH_PROBE_BIND_ADDRESS."
            })
    private String health = ":10254";

    @Option(
            names = "--metrics-bind-address",
            paramLabel = "ADDRESS",
            defaultValue = ":10255",
            description = {
                "Where /metrics is answered, in the text format of Prometheus, or off.",
                "Default: :10255. Variable: CONTROLLER_METRICS_BIND_ADDRESS."
            })
    private String metrics = ":10255";

    @Option(
            names = "--metrics-access-filter",
            paramLabel = "off|rbac",
            defaultValue = "off",
            description = {
                "Who may read the metrics. The API server is not asked, so with rbac they are not served at all.",
                "Default: off. Variable: CONTROLLER_METRICS_ACCESS_FILTER."
            })
    private String metricsFilter = "off";

    @Option(
            names = "--dump-config",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            converter = Switch.class,
            description = {
                "Whether /debug/config/… is answered at the diagnostics port: the configurations as they were made and "
                        + "taken, to everybody who reaches that port.",
                "Default: false. Variable: CONTROLLER_DUMP_CONFIG."
            })
    private boolean dumpConfig;

    @Option(
            names = "--dump-sensitive-config",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            converter = Switch.class,
            description = {
                "Whether private keys are shown there.",
                "Default: false. Variable: CONTROLLER_DUMP_SENSITIVE_CONFIG."
            })
    private boolean dumpSensitiveConfig;

    @Option(
            names = "--profiling",
            paramLabel = "true|false",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            converter = Switch.class,
            description = {
                "Whether /debug/threads is answered at the diagnostics port: what each thread does. There is no "
                        + "/debug/pprof/ on a Java platform; use jcmd and Flight Recorder.",
                "Default: false. Variable: CONTROLLER_PROFILING."
            })
    private boolean profiling;

    @Option(
            names = "--diagnostic-server-port",
            paramLabel = "PORT",
            defaultValue = "10256",
            description = {
                "The diagnostics port, 0 to 65535, on all addresses; opened with --dump-config or --profiling only.",
                "Default: 10256. Variable: CONTROLLER_DIAGNOSTIC_SERVER_PORT."
            })
    private int diagnosticsPort = 10256;

    @Option(
            names = "--term-delay",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = Durations.class,
            description = {
                "How long everything goes on when the process is asked to stop, with /readyz failing, so that load "
                        + "balancers look elsewhere; at most 1h.",
                "Default: 0s. Variable: CONTROLLER_TERM_DELAY."
            })
    private Duration termDelay = Duration.ZERO;

    ObservabilitySettings settings() {
        if (diagnosticsPort < 0 || diagnosticsPort > 65535) {
            throw UserError.usage("--diagnostic-server-port: " + diagnosticsPort + " (expected: 0 to 65535)");
        }
        if (termDelay.compareTo(Duration.ofHours(1)) > 0) {
            throw UserError.usage("--term-delay: " + termDelay + " (expected: at most 1h)");
        }
        try {
            return new ObservabilitySettings(
                    BindAddress.parse("--health-probe-bind-address", health).orElse(null),
                    metricsAddress().orElse(null),
                    new BindAddress("", diagnosticsPort),
                    new Diagnostics(
                            dumpConfig ? dumpSensitiveConfig ? Dumps.COMPLETE : Dumps.WITHOUT_SECRETS : Dumps.OFF,
                            profiling ? Profiling.ON : Profiling.OFF),
                    termDelay);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
    }

    private Optional<BindAddress> metricsAddress() {
        Optional<BindAddress> address = BindAddress.parse("--metrics-bind-address", metrics);
        switch (metricsFilter) {
            case "off", "" -> {}
            case "rbac" -> {
                log.atWarn()
                        .addKeyValue("flag", "--metrics-access-filter")
                        .log("Metrics are not served, since their readers cannot be checked");
                return Optional.empty();
            }
            default -> throw UserError.usage("--metrics-access-filter: " + metricsFilter + " (expected: off or rbac)");
        }
        return address;
    }
}
