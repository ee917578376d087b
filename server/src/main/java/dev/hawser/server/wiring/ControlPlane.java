package dev.hawser.server.wiring;

import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.kubernetes.watch.ResourceWatch;
import dev.hawser.kubernetes.watch.TranslationListener;
import dev.hawser.kubernetes.watch.WatchSettings;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The watch on a cluster, feeding a data plane, and telling the cluster what came of it. */
public final class ControlPlane implements AutoCloseable {

    private final ResourceWatch watch;
    private final Reporting reporting;

    private ControlPlane(ResourceWatch watch, Reporting reporting) {
        this.watch = watch;
        this.reporting = reporting;
    }

    /** Starts to watch; returns at once. The client is the caller's and stays open. */
    public static ControlPlane start(KubernetesClient client, ControlPlaneSettings settings, DataPlane dataPlane) {
        Reporting reporting = Reporting.start(client, settings);
        ResourceWatch watch = ResourceWatch.start(
                client,
                new ResourceTranslator(),
                settings.translation(),
                WatchSettings.defaults().withNamespaces(settings.namespaces()),
                new Handover(new TranslationSink(dataPlane), reporting));
        return new ControlPlane(watch, reporting);
    }

    /** Hands translations to the data plane, and what came of them to those who tell it. */
    private record Handover(TranslationSink sink, Reporting reporting) implements TranslationListener {

        @Override
        public void translated(Translation translation, ResourceSnapshot snapshot) {
            sink.accept(translation);
        }

        @Override
        public void settled(Translation translation, ResourceSnapshot snapshot) {
            reporting.accept(sink.outcome(snapshot, translation));
        }
    }

    /**
     * Waits for the first configuration to be live, or for the process to be asked to stop.
     *
     * @return whether it is live
     */
    public boolean awaitFirst(StopSignal stop) {
        return stop.awaitOr(watch.ready());
    }

    /** Whether this instance is the one of several that writes statuses and events. */
    public boolean isLeader() {
        return reporting.isLeader();
    }

    /** Stops the watch; the data plane goes on with what it has, and another instance may write. */
    @Override
    public void close() {
        watch.close();
        reporting.close();
    }
}
