package dev.hawser.server.wiring;

import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.kubernetes.watch.ResourceWatch;
import dev.hawser.kubernetes.watch.WatchSettings;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The watch on a cluster, feeding a data plane. */
public final class ControlPlane implements AutoCloseable {

    private final ResourceWatch watch;

    private ControlPlane(ResourceWatch watch) {
        this.watch = watch;
    }

    /**
     * Starts to watch; returns at once. The client is the caller's and stays open.
     */
    public static ControlPlane start(KubernetesClient client, ControlPlaneSettings settings, DataPlane dataPlane) {
        TranslationSink sink = new TranslationSink(dataPlane);
        return new ControlPlane(ResourceWatch.start(
                client,
                new ResourceTranslator(),
                settings.translation(),
                WatchSettings.defaults().withNamespaces(settings.namespaces()),
                (translation, snapshot) -> sink.accept(translation)));
    }

    /**
     * Waits for the first configuration to be live, or for the process to be asked to stop.
     *
     * @return whether it is live
     */
    public boolean awaitFirst(StopSignal stop) {
        return stop.awaitOr(watch.ready());
    }

    /** Stops the watch; the data plane goes on with what it has. */
    @Override
    public void close() {
        watch.close();
    }
}
