package dev.hawser.server.wiring;

import dev.hawser.kubernetes.ControllerInstance;
import dev.hawser.kubernetes.TranslationSettings;
import dev.hawser.kubernetes.event.EventSettings;
import dev.hawser.kubernetes.leader.LeaderElectionSettings;
import dev.hawser.kubernetes.status.StatusSettings;
import dev.hawser.kubernetes.watch.WatchSelection;
import java.util.Set;

/**
 * How the control plane runs; fixed at start.
 *
 * @param namespaces the namespaces to watch; empty, the default, means all
 * @param selection which objects are watched there
 * @param translation what translation depends on
 * @param status what is written into statuses
 * @param events which events are told
 * @param leaderElection how the leader is found, which alone writes statuses and events
 * @param instance which of several controllers this is
 */
public record ControlPlaneSettings(
        Set<String> namespaces,
        WatchSelection selection,
        TranslationSettings translation,
        StatusSettings status,
        EventSettings events,
        LeaderElectionSettings leaderElection,
        ControllerInstance instance) {

    public ControlPlaneSettings {
        namespaces = Set.copyOf(namespaces);
    }

    public static ControlPlaneSettings defaults(ControllerInstance instance) {
        return new ControlPlaneSettings(
                Set.of(),
                WatchSelection.defaults(),
                TranslationSettings.defaults(),
                StatusSettings.defaults(),
                EventSettings.defaults(),
                LeaderElectionSettings.defaults(),
                instance);
    }

    public ControlPlaneSettings withNamespaces(Set<String> others) {
        return new ControlPlaneSettings(others, selection, translation, status, events, leaderElection, instance);
    }

    public ControlPlaneSettings withSelection(WatchSelection other) {
        return new ControlPlaneSettings(namespaces, other, translation, status, events, leaderElection, instance);
    }

    public ControlPlaneSettings withTranslation(TranslationSettings other) {
        return new ControlPlaneSettings(namespaces, selection, other, status, events, leaderElection, instance);
    }

    public ControlPlaneSettings withStatus(StatusSettings other) {
        return new ControlPlaneSettings(namespaces, selection, translation, other, events, leaderElection, instance);
    }

    public ControlPlaneSettings withEvents(EventSettings other) {
        return new ControlPlaneSettings(namespaces, selection, translation, status, other, leaderElection, instance);
    }

    public ControlPlaneSettings withLeaderElection(LeaderElectionSettings other) {
        return new ControlPlaneSettings(namespaces, selection, translation, status, events, other, instance);
    }
}
