package dev.hawser.server.wiring;

import dev.hawser.kubernetes.ResourceSnapshot;
import dev.hawser.kubernetes.Translation;
import dev.hawser.kubernetes.Translator;
import dev.hawser.kubernetes.translate.ResourceTranslator;
import dev.hawser.kubernetes.watch.ResourceWatch;
import dev.hawser.kubernetes.watch.SourceState;
import dev.hawser.kubernetes.watch.TranslationListener;
import dev.hawser.kubernetes.watch.WatchSettings;
import dev.hawser.server.push.ConfigTarget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The watch on a cluster, feeding what serves its configurations, and telling the cluster what came of it. */
public final class ControlPlane implements AutoCloseable {

    private final ResourceWatch watch;
    private final ConfigTarget target;
    private final Reporting reporting;

    private ControlPlane(ResourceWatch watch, ConfigTarget target, Reporting reporting) {
        this.watch = watch;
        this.target = target;
        this.reporting = reporting;
    }

    /** Starts to watch; returns at once. The client is the caller's and stays open. */
    public static ControlPlane start(KubernetesClient client, ControlPlaneSettings settings, ConfigTarget target) {
        return start(client, settings, target, new ResourceTranslator());
    }

    /** Starts to watch with another translator. */
    public static ControlPlane start(
            KubernetesClient client, ControlPlaneSettings settings, ConfigTarget target, Translator translator) {
        Reporting reporting = Reporting.start(client, settings);
        Handover handover = new Handover(new TranslationSink(target), reporting);
        target.onLaterVerdict(handover::tellAgain);
        ResourceWatch watch = ResourceWatch.start(
                client,
                translator,
                settings.translation(),
                WatchSettings.defaults()
                        .withNamespaces(settings.namespaces())
                        .withSelection(settings.selection()
                                .withServices(settings.status().publishServices())),
                handover);
        return new ControlPlane(watch, target, reporting);
    }

    /** Hands translations to what serves them, and what came of them to those who tell it. */
    private static final class Handover implements TranslationListener {

        private final TranslationSink sink;
        private final Reporting reporting;

        /** Written by the watch's thread, read by those that later verdicts come on. */
        private volatile @Nullable Settled settled;

        Handover(TranslationSink sink, Reporting reporting) {
            this.sink = sink;
            this.reporting = reporting;
        }

        private record Settled(ResourceSnapshot snapshot, Translation translation) {}

        @Override
        public void translated(Translation translation, ResourceSnapshot snapshot) {
            sink.accept(translation);
        }

        @Override
        public void settled(Translation translation, ResourceSnapshot snapshot) {
            settled = new Settled(snapshot, translation);
            tellAgain();
        }

        /** One at a time, so that the latest is told last. */
        synchronized void tellAgain() {
            Settled last = settled;
            if (last != null) {
                reporting.accept(sink.outcome(last.snapshot(), last.translation()));
            }
        }
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

    /** How the watch of each kind, and namespace, is doing; always in the same order. */
    public List<SourceState> sources() {
        return watch.sources();
    }

    /** Whether this instance is the one of several that writes statuses and events. */
    public boolean isLeader() {
        return reporting.isLeader();
    }

    /** Stops the watch within 13 s; what is served goes on being served, and another instance may write. */
    @Override
    public void close() {
        watch.close();
        reporting.close();
    }
}
