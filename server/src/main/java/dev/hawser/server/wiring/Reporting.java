package dev.hawser.server.wiring;

import dev.hawser.kubernetes.NamespacedName;
import dev.hawser.kubernetes.Outcome;
import dev.hawser.kubernetes.event.EventComposer;
import dev.hawser.kubernetes.event.EventSettings.Events;
import dev.hawser.kubernetes.event.EventWriter;
import dev.hawser.kubernetes.leader.LeaderElectionSettings;
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

    /** How long all writers together may take to end; the election has 3 s of its own. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Leadership leadership;
    private final List<OutcomeLoop> loops;

    private Reporting(Leadership leadership, List<OutcomeLoop> loops) {
        this.leadership = leadership;
        this.loops = List.copyOf(loops);
    }

    /** Starts everything; returns at once. The client is the caller's and stays open. */
    static Reporting start(KubernetesClient client, ControlPlaneSettings settings) {
        Leadership leadership =
                Leadership.start(client, election(settings), settings.instance().identity());
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

    /** The Lease is in the namespace of the controller's pod, unless the settings say otherwise. */
    private static LeaderElectionSettings election(ControlPlaneSettings settings) {
        NamespacedName pod = settings.instance().pod();
        LeaderElectionSettings election = settings.leaderElection();
        return election.namespace() == null && pod != null ? election.withNamespace(pod.namespace()) : election;
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

    /** Ends what is being written, then lets another instance lead; within 8 s. */
    @Override
    public void close() {
        loops.forEach(OutcomeLoop::stop);
        long end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        loops.forEach(loop -> loop.awaitEnd(Duration.ofNanos(end - System.nanoTime())));
        leadership.close();
    }
}
