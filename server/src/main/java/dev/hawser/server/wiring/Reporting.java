package dev.hawser.server.wiring;

import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.event.EventComposer;
import dev.hawser.kubernetes.event.EventSettings.Events;
import dev.hawser.kubernetes.event.EventWriter;
import dev.hawser.kubernetes.leader.Leadership;
import dev.hawser.kubernetes.report.OutcomeLoop;
import dev.hawser.kubernetes.status.StatusComposer;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.kubernetes.status.StatusSettings.Updates;
import dev.hawser.kubernetes.status.StatusWriter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statuses, events and the election of the one who writes them, started and stopped as one. */
final class Reporting implements Consumer<Outcome>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reporting.class);

    private final Leadership leadership;
    private final List<OutcomeLoop> loops;

    private Reporting(Leadership leadership, List<OutcomeLoop> loops) {
        this.leadership = leadership;
        this.loops = List.copyOf(loops);
    }

    /** Starts everything; returns at once. The client is the caller's and stays open. */
    static Reporting start(KubernetesClient client, ControlPlaneSettings settings) {
        Leadership leadership = Leadership.start(
                client, settings.leaderElection(), settings.instance().identity());
        Duration timeout = settings.leaderElection().writeTimeout();
        List<OutcomeLoop> loops = new ArrayList<>();
        if (settings.status().updates() == Updates.WRITTEN) {
            sayWhatIsMissing(settings.status());
            StatusComposer composer =
                    new StatusComposer(settings.status(), settings.translation().ingressClass());
            loops.add(OutcomeLoop.start(
                    "status-writer", StatusWriter.create(client, composer, leadership, timeout), timeout));
        }
        if (settings.events().events() == Events.EMITTED) {
            EventComposer composer = new EventComposer(settings.instance());
            loops.add(OutcomeLoop.start(
                    "event-writer", EventWriter.create(client, composer, leadership, timeout), timeout));
        }
        loops.forEach(loop -> leadership.onGained(loop::wake));
        return new Reporting(leadership, loops);
    }

    private static void sayWhatIsMissing(StatusSettings settings) {
        if (settings.publishServices().isEmpty() && settings.publishAddresses().isEmpty()) {
            log.atInfo()
                    .addKeyValue("expected", "--publish-service or --publish-status-address")
                    .log("Ingresses get no address, since none is published");
        }
    }

    /** Whether this instance is the one that writes. */
    boolean isLeader() {
        return leadership.isLeader();
    }

    @Override
    public void accept(Outcome outcome) {
        loops.forEach(loop -> loop.offer(outcome));
    }

    /** Ends what is being written, then lets another instance lead. */
    @Override
    public void close() {
        loops.forEach(OutcomeLoop::close);
        leadership.close();
    }
}
