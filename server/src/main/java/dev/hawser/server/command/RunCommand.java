package dev.hawser.server.command;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.DataPlane;
import dev.hawser.server.wiring.DataPlaneSettings;
import dev.hawser.server.wiring.ManifestFolder;
import dev.hawser.server.wiring.StopSignal;
import dev.hawser.server.wiring.TranslationSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs controller and gateway in one process. */
@Command(
        name = "run",
        header = "Runs controller and gateway in one process",
        description = "Serves a cluster, or with --manifests a folder of manifests that is watched for " + "changes.",
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
    private GatewayOptions gateway = new GatewayOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Override
    public Integer call() {
        run.prepare();
        DataPlaneSettings settings = gateway.settings();
        ControlPlaneSettings controlPlane =
                controller.controlPlaneSettings(DrainSupport.DISABLED).withNamespaces(cluster.namespaces());
        try {
            if (manifests == null) {
                serveCluster(settings, controlPlane);
            } else {
                serveFolder(manifests, settings, controlPlane.translation());
            }
        } catch (IOException | UncheckedIOException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private static StopSignal stopSignal(DataPlaneSettings settings) {
        return StopSignal.install(settings.shutdownTimeout().plus(StopSignal.MARGIN));
    }

    private void serveCluster(DataPlaneSettings settings, ControlPlaneSettings controlPlaneSettings)
            throws IOException {
        // The client first: what is wrong with its settings is told before any port is opened.
        try (KubernetesClient client = cluster.client();
                StopSignal stop = stopSignal(settings);
                DataPlane dataPlane = DataPlane.start(settings);
                ControlPlane controlPlane = ControlPlane.start(client, controlPlaneSettings, dataPlane)) {
            if (controlPlane.awaitFirst(stop)) {
                run.ready(dataPlane.facts());
                stop.await();
            }
        }
    }

    private void serveFolder(Path folder, DataPlaneSettings settings, TranslationSettings translation)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw UserError.usage("--manifests: " + folder + " is no folder (expected: a folder of manifests)");
        }
        try (StopSignal stop = stopSignal(settings);
                DataPlane dataPlane = DataPlane.start(settings);
                ManifestFolder _ = openFolder(folder, translation, dataPlane)) {
            run.ready(dataPlane.facts());
            stop.await();
        }
    }

    private static ManifestFolder openFolder(Path folder, TranslationSettings translation, DataPlane dataPlane) {
        try {
            return ManifestFolder.open(folder, translation, new TranslationSink(dataPlane));
        } catch (IOException e) {
            throw UserError.failed("--manifests: " + folder + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
