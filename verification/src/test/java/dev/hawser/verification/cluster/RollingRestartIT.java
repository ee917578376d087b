package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.verification.guide.GuideManifests;
import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Journeys;
import dev.hawser.verification.guide.Journeys.Stay;
import dev.hawser.verification.guide.Kubectl;
import dev.hawser.verification.guide.Traffic;
import dev.hawser.verification.guide.Visit;
import dev.hawser.verification.guide.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty pods are replaced under a steady load, and nobody notices but by a new cookie. */
@RealClusterTest
class RollingRestartIT {

    private static final String PATH = "/example";
    private static final int REPLICAS = 20;
    private static final int SESSIONS = 200;
    private static final int REQUESTS_PER_SECOND = 500;
    private static final int PRE_STOP_SECONDS = 5;
    private static final Duration GONE = Duration.ofSeconds(90);

    /** Between two requests of one session. */
    private static final Duration PAUSE =
            Duration.ofSeconds(1).multipliedBy(SESSIONS).dividedBy(REQUESTS_PER_SECOND);

    /** What the way of a change takes at most: from the API server to this test, and to the gateway. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final Cluster cluster;

    RollingRestartIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aRollingRestartCostsNoRequestAndMovesEachSessionOnlyWhenItsPodIsGone() throws Exception {
        String namespace = cluster.namespace("rolling");
        Kubectl kubectl = cluster.kubectl(namespace);
        kubectl.apply(GuideManifests.completeExampleWithSleep(PRE_STOP_SECONDS)
                .replace("replicas: 3", "replicas: " + REPLICAS));
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=120s");
        List<Visit> newSessions = new ArrayList<>();
        try (HawserProcess hawser = cluster.hawserFor(namespace, folder, "--enable-drain-support");
                TerminatingEndpoints terminating = TerminatingEndpoints.watch(cluster.admin(), namespace)) {
            await("the gateway serves", GONE, () -> Visitor.status(hawser.gateway(), PATH) == 200);
            Traffic traffic = Traffic.start(hawser.gateway(), PATH, SESSIONS, PAUSE);
            long start = System.nanoTime();
            try (traffic) {
                kubectl.run("rollout", "restart", "deployment/example-app");
                await("every old pod has begun to terminate", GONE, () -> {
                    newSessions.add(newSession(hawser));
                    return terminating.since().size() == REPLICAS;
                });
                await("every old pod is gone", GONE, () -> {
                    newSessions.add(newSession(hawser));
                    return kubectl.terminatingPods("app=example").isEmpty();
                });
                TimeUnit.NANOSECONDS.sleep(PAUSE.multipliedBy(2).toNanos());
            }
            double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
            Outcome outcome = Outcome.of(traffic, newSessions, terminating);
            outcome.print(seconds);
            outcome.check();
        }
    }

    private static Visit newSession(HawserProcess hawser) {
        try (Visitor visitor = new Visitor(hawser.gateway())) {
            return visitor.visit(PATH);
        } catch (IOException e) {
            throw new AssertionError("a new session failed", e);
        }
    }

    /**
     * What became of the sessions.
     *
     * @param opened every first visit at a pod: of new sessions, and of those that moved
     * @param left every last visit at a pod that its session left
     */
    private record Outcome(Traffic traffic, TerminatingEndpoints terminating, List<Visit> opened, List<Visit> left) {

        static Outcome of(Traffic traffic, List<Visit> newSessions, TerminatingEndpoints terminating) {
            List<Visit> opened = new ArrayList<>(newSessions);
            List<Visit> left = new ArrayList<>();
            for (List<Visit> journey : traffic.journeys()) {
                List<Stay> stays = Journeys.stays(journey);
                stays.forEach(stay -> opened.add(stay.visits().getFirst()));
                stays.subList(0, stays.size() - 1).forEach(stay -> left.add(stay.last()));
            }
            return new Outcome(traffic, terminating, opened, left);
        }

        void check() {
            assertThat(traffic.failures()).isEmpty();
            traffic.journeys().forEach(Journeys::assertWholeSessions);
            assertThat(onTerminatingPods())
                    .as("new sessions on terminating pods")
                    .isEmpty();
            assertThat(leftEarly())
                    .as("sessions that left before their pod was gone")
                    .isEmpty();
            assertThat(left).hasSizeGreaterThanOrEqualTo(SESSIONS);
        }

        private List<Visit> onTerminatingPods() {
            return opened.stream()
                    .filter(visit -> terminating
                            .sinceOf(visit.pod())
                            .filter(since -> visit.at() - since > ON_THE_WAY.toNanos())
                            .isPresent())
                    .toList();
        }

        /** Its pod serves until the hook has ended, and the session asks once in a pause. */
        private List<Visit> leftEarly() {
            long stays = Duration.ofSeconds(PRE_STOP_SECONDS)
                    .minus(PAUSE)
                    .minus(ON_THE_WAY)
                    .toNanos();
            return left.stream()
                    .filter(visit -> terminating
                            .sinceOf(visit.pod())
                            .filter(since -> visit.at() - since >= stays)
                            .isEmpty())
                    .toList();
        }

        void print(double seconds) {
            long requests = traffic.requests();
            System.out.printf(
                    """
                    rolling restart of %d replicas, %d sessions
                      | what                                      | count |
                      |-------------------------------------------|-------|
                      | requests                                  | %5d |
                      | requests a second                         | %5.0f |
                      | failed requests                           | %5d |
                      | sessions opened meanwhile, moves included | %5d |
                      | opened on a terminating pod               | %5d |
                      | left before their pod was gone            | %5d |
                      | moves a session                           | %5.2f |
                    """,
                    REPLICAS,
                    SESSIONS,
                    requests,
                    requests / seconds,
                    traffic.failures().size(),
                    opened.size(),
                    onTerminatingPods().size(),
                    leftEarly().size(),
                    left.size() / (double) SESSIONS);
        }
    }
}
