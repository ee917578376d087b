package dev.hawser.server.command;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.server.push.FirstContact;
import dev.hawser.server.push.GatewayDiscovery;
import dev.hawser.server.push.GatewayFleet;
import dev.hawser.server.push.IncompatibleGatewayException;
import dev.hawser.server.push.PushSettings;
import dev.hawser.server.push.PushSettings.Gateways;
import dev.hawser.server.wiring.ControlPlane;
import dev.hawser.server.wiring.ControlPlaneSettings;
import dev.hawser.server.wiring.Observability;
import dev.hawser.server.wiring.ObservabilitySettings;
import dev.hawser.server.wiring.StopSignal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the control plane alone. */
@Command(
        name = "controller",
        header = "Runs the controller alone, for gateways elsewhere",
        description = "Watches a cluster, and pushes what it means to gateways through their Admin API: Hawser's own "
                + "(hawser gateway), or Kong's without a database, from 3.4.1.",
        abbreviateSynopsis = true,
        optionListHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class ControllerCommand implements Callable<Integer> {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ControllerOptions controller = new ControllerOptions();

    @Mixin
    private StatusOptions status = new StatusOptions();

    @Mixin
    private PushOptions push = new PushOptions();

    @Mixin
    private ObservabilityOptions observability = new ObservabilityOptions();

    @Mixin
    private RunOptions run = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        run.prepare();
        EnvironmentDefaults.reportUnknown(Objects.requireNonNull(spec));
        AcceptedFlags.report(spec);
        PushSettings pushSettings = push.settings();
        ObservabilitySettings observed = observability.settings();
        ControlPlaneSettings controlPlane =
                status.applyTo(cluster.applyTo(controller.controlPlaneSettings(DrainSupport.DISABLED)));
        try (KubernetesClient client = cluster.client();
                Observability started =
                        Observability.start(observed, controlPlane.instance().id());
                StopSignal stop =
                        StopSignal.install(StopSignal.MARGIN, observed.termDelay(), started.readiness()::stopping);
                GatewayFleet fleet = GatewayFleet.start(pushSettings, started.pushes())) {
            serve(client, started, stop, fleet, pushSettings, controlPlane);
        } catch (IOException e) {
            throw UserError.failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void serve(
            KubernetesClient client,
            Observability started,
            StopSignal stop,
            GatewayFleet fleet,
            PushSettings pushSettings,
            ControlPlaneSettings settings)
            throws InterruptedException {
        try (Following _ = findGateways(client, stop, fleet, pushSettings);
                ControlPlane controlPlane =
                        ControlPlane.start(client, settings, fleet, started.measured(new ResourceTranslator()))) {
            started.follow(controlPlane);
            if (controlPlane.awaitFirst(stop)) {
                started.readiness().ready();
                run.ready(started.facts());
                stop.await();
            }
        }
    }

    /** Has the fleet follow the gateways; what it returns ends that. */
    private static Following findGateways(
            KubernetesClient client, StopSignal stop, GatewayFleet fleet, PushSettings settings)
            throws InterruptedException {
        return switch (settings.gateways()) {
            case Gateways.At at -> {
                try {
                    FirstContact.await(fleet, at.urls(), settings, stop::goOnAfter);
                } catch (IOException | IncompatibleGatewayException e) {
                    throw UserError.failed("--kong-admin-url: " + e.getMessage());
                }
                fleet.setGateways(at.urls());
                yield () -> {};
            }
            case Gateways.Behind behind -> GatewayDiscovery.start(client, behind, fleet::setGateways)::close;
        };
    }

    /** What goes on until it is closed. */
    @FunctionalInterface
    private interface Following extends AutoCloseable {

        @Override
        void close();
    }
}
