package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.kubernetes.watch.ResourceWatch;
import dev.hawser.kubernetes.watch.WatchSettings;
import dev.hawser.server.push.ConfigTarget;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The watch on a cluster, feeding what serves its configurations. */
public final class ControlPlane implements AutoCloseable {

    private final ResourceWatch watch;
    private final ConfigTarget target;

    private ControlPlane(ResourceWatch watch, ConfigTarget target) {
        this.watch = watch;
        this.target = target;
    }

    /**
     * Starts to watch; returns at once. The client is the caller's and stays open.
     */
    public static ControlPlane start(KubernetesClient client, ControlPlaneSettings settings, ConfigTarget target) {
        return start(client, settings, target, new ResourceTranslator());
    }

    /** Starts to watch with another translator. */
    public static ControlPlane start(
            KubernetesClient client, ControlPlaneSettings settings, ConfigTarget target, Translator translator) {
        TranslationSink sink = new TranslationSink(target);
        ResourceWatch watch = ResourceWatch.start(
                client,
                translator,
                settings.translation(),
                WatchSettings.defaults().withNamespaces(settings.namespaces()).withSelection(settings.selection()),
                (translation, snapshot) -> sink.accept(translation));
        return new ControlPlane(watch, target);
    }

    /**
     * Waits until everything was listed and the first configuration is live, or for the process to be asked to stop.
     *
     * @return whether it is live
     */
    public boolean awaitFirst(StopSignal stop) {
        return stop.awaitOr(watch.ready().thenCombine(target.firstLive(), (_, _) -> null));
    }

    /** Whether the watch goes on, as it does until it is closed. */
    public boolean running() {
        return watch.running();
    }

    /** Stops the watch; the data plane goes on with what it has. */
    @Override
    public void close() {
        watch.close();
    }
}
