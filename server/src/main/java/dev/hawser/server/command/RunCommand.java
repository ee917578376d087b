package dev.hawser.server.command;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlane;
import dev.hawser.server.wiring.DataPlaneSettings;
import dev.hawser.server.wiring.ManifestFolder;
import dev.hawser.server.wiring.Observability;
import dev.hawser.server.wiring.ObservabilitySettings;
import dev.hawser.server.wiring.StopSignal;
import dev.hawser.server.wiring.TranslationSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs controller and gateway in one process. */
@Command(
        name = "run",
        header = "Runs controller and gateway in one process",
        description = "Serves a cluster, or with --manifests a folder of manifests that is watched for changes.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description = "A folder of manifests to serve instead of a cluster; looked at once a second.")
    private @Nullable Path manifests;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ControllerOptions controller = new ControllerOptions();

    @Mixin
    private StatusOptions status = new StatusOptions();

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private ObservabilityOptions observability = new ObservabilityOptions();

    /** Accepted, so that the settings of a controller that pushes can stay as they are. */
    @Mixin
    private PushOptions push = new PushOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        run.prepare();
        EnvironmentDefaults.reportUnknown(Objects.requireNonNull(spec));
        AcceptedFlags.report(spec);
        push.reportWithoutEffect(spec);
        DataPlaneSettings settings = gateway.settings();
        ObservabilitySettings observed = observability.settings();
        ControlPlaneSettings controlPlane =
                status.applyTo(cluster.applyTo(controller.controlPlaneSettings(DrainSupport.DISABLED)));
        try {
            if (manifests == null) {
                serveCluster(settings, observed, controlPlane);
            } else {
                serveFolder(manifests, settings, observed, controlPlane);
            }
        } catch (IOException | UncheckedIOException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static StopSignal stopSignal(
            DataPlaneSettings settings, ObservabilitySettings observed, Observability observability) {
        return StopSignal.install(
                settings.shutdownTimeout().plus(StopSignal.MARGIN),
                observed.termDelay(),
                observability.readiness()::stopping);
    }

    private void serveCluster(
            DataPlaneSettings settings, ObservabilitySettings observed, ControlPlaneSettings controlPlaneSettings)
            throws IOException {
        // The client first: what is wrong with its settings is told before any port is opened.
        try (KubernetesClient client = cluster.client();
                Observability observability = Observability.start(observed, instance(controlPlaneSettings));
                StopSignal stop = stopSignal(settings, observed, observability);
                DataPlane dataPlane = DataPlane.start(settings, observability.pushes());
                ControlPlane controlPlane = ControlPlane.start(
                        client, controlPlaneSettings, dataPlane, observability.measured(new ResourceTranslator()))) {
            observability.follow(controlPlane);
            if (controlPlane.awaitFirst(stop)) {
                ready(observability, dataPlane);
                stop.await();
            }
        }
    }

    private void serveFolder(
            Path folder, DataPlaneSettings settings, ObservabilitySettings observed, ControlPlaneSettings controlPlane)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw UserError.usage("--manifests: " + folder + " is no folder (expected: a folder of manifests)");
        }
        try (Observability observability = Observability.start(observed, instance(controlPlane));
                StopSignal stop = stopSignal(settings, observed, observability);
                DataPlane dataPlane = DataPlane.start(settings, observability.pushes());
                ManifestFolder _ = openFolder(folder, controlPlane.translation(), dataPlane)) {
            if (stop.awaitOr(dataPlane.firstLive())) {
                ready(observability, dataPlane);
                stop.await();
            }
        }
    }

    private static UUID instance(ControlPlaneSettings settings) {
        return settings.instance().id();
    }

    private void ready(Observability observability, DataPlane dataPlane) {
        observability.readiness().ready();
        Map<String, String> facts = new LinkedHashMap<>(dataPlane.facts());
        facts.putAll(observability.facts());
        run.ready(facts);
    }

    private static ManifestFolder openFolder(Path folder, TranslationSettings translation, DataPlane dataPlane) {
        try {
            return ManifestFolder.open(folder, translation, new TranslationSink(dataPlane));
        } catch (IOException e) {
            throw UserError.failed("--manifests: " + folder + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
