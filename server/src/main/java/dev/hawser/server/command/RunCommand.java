package dev.hawser.server.command;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.server.wiring.ControlPlane;
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
        TranslationSettings translation = controller.translationSettings(DrainSupport.DISABLED);
        try (StopSignal stop = StopSignal.install(settings.shutdownTimeout().plus(StopSignal.MARGIN));
                DataPlane dataPlane = DataPlane.start(settings)) {
            if (manifests == null) {
                serveCluster(translation, dataPlane, stop);
            } else {
                serveFolder(manifests, translation, dataPlane, stop);
            }
        } catch (IOException | UncheckedIOException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void serveCluster(TranslationSettings translation, DataPlane dataPlane, StopSignal stop) {
        try (KubernetesClient client = cluster.client();
                ControlPlane controlPlane = ControlPlane.start(client, cluster.namespaces(), translation, dataPlane)) {
            if (controlPlane.awaitFirst(stop)) {
                run.ready(dataPlane.facts());
                stop.await();
            }
        }
    }

    private void serveFolder(Path folder, TranslationSettings translation, DataPlane dataPlane, StopSignal stop) {
        if (!Files.isDirectory(folder)) {
            throw UserError.usage("--manifests: " + folder + " is no folder (expected: a folder of manifests)");
        }
        try (ManifestFolder _ = ManifestFolder.open(folder, translation, new TranslationSink(dataPlane))) {
            run.ready(dataPlane.facts());
            stop.await();
        } catch (IOException e) {
            throw UserError.failed("--manifests: " + folder + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
