package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What must hold of the visits of one visitor. */
public final class Journeys {

    private Journeys() {}

    /** A stretch of visits to one pod. */
    public record Stay(String pod, List<Visit> visits) {

        public Visit last() {
            return visits.getLast();
        }
    }

    /** Cuts a journey where the pod changes. */
    public static List<Stay> stays(List<Visit> journey) {
        List<Stay> stays = new ArrayList<>();
        for (Visit visit : journey) {
            if (stays.isEmpty() || !stays.getLast().pod().equals(visit.pod())) {
                stays.add(new Stay(visit.pod(), new ArrayList<>()));
            }
            stays.getLast().visits().add(visit);
        }
        return stays;
    }

    /**
     * Each stay is a whole session: its first visit brings a cookie and no later one does, and the pod's own count goes up
     * one by one, so no visit of it went elsewhere.
     */
    public static void assertWholeSessions(List<Visit> journey) {
        for (Stay stay : stays(journey)) {
            for (int i = 0; i < stay.visits().size(); i++) {
                Visit visit = stay.visits().get(i);
                assertThat(visit.visits())
                        .as("visits counted by %s", stay.pod())
                        .isEqualTo(i + 1);
                assertThat(visit.sessionSet())
                        .as("session cookie with visit %d of %s", i + 1, stay.pod())
                        .isEqualTo(i == 0);
            }
        }
    }
}
