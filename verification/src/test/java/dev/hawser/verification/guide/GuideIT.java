package dev.hawser.verification.guide;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.DrainSupport;
import dev.hawser.verification.guide.Journeys.Stay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's complete example and its test: sessions stay at their pods, and draining costs nobody a request. */
public class GuideIT {

    private static final String PATH = "/example";
    private static final String POD_LABEL = "app=example";
    private static final String SERVICE = "example-service";
    private static final String DEPLOYMENT = "deployment/example-app";
    private static final int SESSIONS = 50;
    private static final int NEW_SESSIONS = 300;
    private static final Duration PRE_STOP = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireKubectl() {
        Kubectl.require();
    }

    /**
     * Where the scenarios are played; the guide's complete example is served there.
     *
     * @param folder for files of this test
     */
    protected GuideStage stage(Path folder, DrainSupport drainSupport) {
        HawserProcess playground = HawserProcess.playground(folder, HawserProcess.flag(drainSupport));
        return GuideStage.of(playground, new Kubectl(playground.kubeconfig()));
    }

    @Test
    void aSessionStaysAtItsPodAndNewOnesSpreadEvenly() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.ENABLED)) {
            Kubectl kubectl = stage.kubectl();
            assertThat(kubectl.apply(GuideManifests.completeExample()))
                    .contains("deployment.apps/example-app", "kongupstreampolicy", "ingress.networking.k8s.io");

            List<Visit> journey = new ArrayList<>();
            try (Visitor visitor = new Visitor(stage.gateway())) {
                Visitor.Response first = visitor.get(PATH);
                assertThat(first.status()).isEqualTo(200);
                assertThat(first.values("set-cookie"))
                        .anyMatch(cookie -> cookie.matches("session-id=[0-9a-f-]{36}; Path=/; HttpOnly; SameSite=Lax"));
            }
            try (Visitor visitor = new Visitor(stage.gateway())) {
                for (int i = 0; i < 101; i++) {
                    journey.add(visitor.visit(PATH));
                }
            }
            assertThat(Journeys.stays(journey)).hasSize(1);
            Journeys.assertWholeSessions(journey);

            Map<String, Long> shares = Traffic.newSessions(stage.gateway(), PATH, 300);
            assertThat(shares).hasSize(3);
            assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(80L, 120L));
        }
    }

    @Test
    void sessionsOfATerminatingPodStayUntilItIsGone() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.ENABLED)) {
            ScaleDown scaleDown = ScaleDown.run(stage);

            assertThat(scaleDown.lastVisits())
                    .as("last visits of those at the terminating pod")
                    .allSatisfy(visit -> assertThat(Duration.ofNanos(visit.at() - scaleDown.scaledAt()))
                            .isGreaterThan(PRE_STOP.minusSeconds(1)));
            scaleDown.report("scale 3 -> 2, drain on");
        }
    }

    @Test
    void withoutDrainSupportATerminatingPodLeavesAtOnce() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.DISABLED)) {
            ScaleDown scaleDown = ScaleDown.run(stage);

            assertThat(scaleDown.lastVisits())
                    .as("last visits of those at the terminating pod")
                    .allSatisfy(visit -> assertThat(visit.at()).isLessThan(scaleDown.probedAt()));
            scaleDown.report("scale 3 -> 2, drain off");
        }
    }

    /**
     * The example scaled from three pods to two under traffic, and what must hold of that with and without drain support:
     * no request fails, no new session lands on the terminating pod, and sessions move at most once.
     *
     * @param traffic the visitors, who were there from before until the pod was gone
     * @param terminating the pod that ended
     * @param scaledAt when the Deployment was scaled, in nanoseconds of {@link System#nanoTime()}
     * @param probedAt when the new sessions had been opened, while the pod was still ending
     * @param newSessions how many new sessions each pod got while the other was terminating
     */
    private record ScaleDown(
            Traffic traffic, String terminating, long scaledAt, long probedAt, Map<String, Long> newSessions) {

        static ScaleDown run(GuideStage stage) throws IOException {
            Kubectl kubectl = stage.kubectl();
            kubectl.apply(GuideManifests.completeExample());
            Traffic traffic = Traffic.start(stage.gateway(), PATH, SESSIONS);
            ScaleDown scaleDown;
            try (traffic) {
                long scaledAt = System.nanoTime();
                kubectl.run("scale", DEPLOYMENT, "--replicas=2");
                String terminating = awaitOneTerminating(kubectl);
                Map<String, Long> newSessions = Traffic.newSessions(stage.gateway(), PATH, NEW_SESSIONS);
                scaleDown = new ScaleDown(traffic, terminating, scaledAt, System.nanoTime(), newSessions);
                awaitGone(kubectl, terminating);
                awaitVisits(stage, 100);
            }
            assertThat(traffic.failures()).isEmpty();
            assertThat(newSessions(scaleDown)).isEqualTo(NEW_SESSIONS);
            assertThat(scaleDown.newSessions()).hasSize(2).doesNotContainKey(scaleDown.terminating());
            assertThat(scaleDown.lastVisits()).hasSizeBetween(10, 25);
            return scaleDown;
        }

        private static long newSessions(ScaleDown scaleDown) {
            return scaleDown.newSessions().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        /** The last visits at the terminating pod, each followed by a session of its own elsewhere. */
        List<Visit> lastVisits() {
            List<Visit> lastVisits = new ArrayList<>();
            for (List<Visit> journey : traffic.journeys()) {
                Journeys.assertWholeSessions(journey);
                List<Stay> stays = Journeys.stays(journey);
                Visit last = stays.getFirst().last();
                if (stays.getFirst().pod().equals(terminating)) {
                    assertThat(stays).hasSize(2);
                    assertThat(stays.getLast().last().session()).isNotEqualTo(last.session());
                    lastVisits.add(last);
                } else {
                    assertThat(stays).hasSize(1);
                }
            }
            return lastVisits;
        }

        void report(String scenario) {
            GuideIT.report(scenario, traffic, newSessions.values(), lastVisits().size());
        }
    }

    @Test
    void downToNothingAndBackCostsNoRequestWhileAPodServes() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.ENABLED)) {
            Kubectl kubectl = stage.kubectl();
            kubectl.apply(GuideManifests.completeExampleWithSleep(8));
            kubectl.run("scale", DEPLOYMENT, "--replicas=1");
            awaitEndpoints(kubectl, 1);
            Traffic traffic = Traffic.start(stage.gateway(), PATH, SESSIONS);
            Map<String, Long> onLastPod;
            String last;
            try (traffic) {
                kubectl.run("scale", DEPLOYMENT, "--replicas=0");
                last = awaitOneTerminating(kubectl);
                onLastPod = Traffic.newSessions(stage.gateway(), PATH, 30);
                kubectl.run("scale", DEPLOYMENT, "--replicas=1");
                kubectl.run("rollout", "status", DEPLOYMENT, "--timeout=60s");
                awaitGone(kubectl, last);
                awaitVisits(stage, 100);
            }
            assertThat(traffic.failures()).isEmpty();
            assertThat(onLastPod)
                    .as("new sessions while only a terminating pod serves")
                    .containsOnlyKeys(last);
            traffic.journeys().forEach(Journeys::assertWholeSessions);
            report("scale 1 -> 0 -> 1", traffic, onLastPod.values(), SESSIONS);

            kubectl.run("scale", DEPLOYMENT, "--replicas=0");
            awaitEndpoints(kubectl, 0);
            await("503 when no pod is left", GONE, () -> Visitor.status(stage.gateway(), PATH) == 503);
            kubectl.run("scale", DEPLOYMENT, "--replicas=1");
            await("200 when a pod is back", GONE, () -> Visitor.status(stage.gateway(), PATH) == 200);
        }
    }

    @Test
    void aRolloutCostsNoRequest() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.ENABLED)) {
            Kubectl kubectl = stage.kubectl();
            kubectl.apply(GuideManifests.completeExampleWithSleep(8));
            Traffic traffic = Traffic.start(stage.gateway(), PATH, SESSIONS);
            try (traffic) {
                kubectl.run("set", "image", DEPLOYMENT, "example=my-example-app:v2");
                kubectl.run("rollout", "status", DEPLOYMENT, "--timeout=120s");
                await(
                        "the old pods are gone",
                        GONE,
                        () -> kubectl.terminatingPods(POD_LABEL).isEmpty());
                awaitVisits(stage, 100);
            }
            assertThat(traffic.failures()).isEmpty();
            int moved = 0;
            for (List<Visit> journey : traffic.journeys()) {
                Journeys.assertWholeSessions(journey);
                assertThat(Journeys.stays(journey).size()).isBetween(2, 4);
                moved++;
            }
            report("rollout of a new image", traffic, List.of(), moved);
        }
    }

    @Test
    void theTwoStepVariantWithHashOnWorksToo() throws IOException {
        try (GuideStage stage = stage(folder, DrainSupport.ENABLED)) {
            Kubectl kubectl = stage.kubectl();
            String example = GuideManifests.completeExample();
            kubectl.apply(example);
            kubectl.run("annotate", "service", SERVICE, "konghq.com/upstream-policy-");
            kubectl.run("delete", "kongupstreampolicy", "sticky-session-policy");
            await("no session cookie without a policy", GONE, () -> !setsSession(stage));
            kubectl.apply("""
                    apiVersion: configuration.konghq.com/v1beta1
                    kind: KongUpstreamPolicy
                    metadata:
                      name: sticky-session-policy
                    spec:
                      algorithm: sticky-sessions
                      hashOn:
                        input: "none"
                      stickySessions:
                        cookie: "session-id"
                        cookiePath: "/"
                    """);
            kubectl.run("annotate", "service", SERVICE, "konghq.com/upstream-policy=sticky-session-policy");
            await("a session cookie with the policy", GONE, () -> setsSession(stage));
            List<Visit> journey = new ArrayList<>();
            try (Visitor visitor = new Visitor(stage.gateway())) {
                for (int i = 0; i < 20; i++) {
                    journey.add(visitor.visit(PATH));
                }
            }
            assertThat(Journeys.stays(journey)).hasSize(1);
            Journeys.assertWholeSessions(journey);
        }
    }

    private static boolean setsSession(GuideStage stage) {
        try (Visitor visitor = new Visitor(stage.gateway())) {
            return visitor.visit(PATH).sessionSet();
        } catch (IOException e) {
            throw new AssertionError("a request failed", e);
        }
    }

    private static String awaitOneTerminating(Kubectl kubectl) {
        await("a terminating endpoint", GONE, () -> kubectl.terminatingEndpoints(SERVICE) == 1);
        List<String> names = kubectl.terminatingPods(POD_LABEL);
        assertThat(names).hasSize(1);
        return names.getFirst();
    }

    private static void awaitGone(Kubectl kubectl, String pod) {
        await(
                "pod " + pod + " is gone",
                GONE,
                () -> kubectl.attempt("get", "pod", pod).exitCode() != 0);
    }

    private static void awaitEndpoints(Kubectl kubectl, int count) {
        await(
                count + " pods",
                GONE,
                () -> kubectl.run("get", "pods", "-l", POD_LABEL, "-o", "name")
                                .lines()
                                .filter(line -> line.startsWith("pod/"))
                                .count()
                        == count);
    }

    /** Lets every visitor of a running traffic make further visits by making some, in turn, ourselves. */
    private static void awaitVisits(GuideStage stage, int count) throws IOException {
        Traffic.newSessions(stage.gateway(), PATH, count);
    }

    private static void report(String scenario, Traffic traffic, Collection<Long> newSessions, int moved) {
        Map<String, Object> facts = new TreeMap<>();
        facts.put("requests", traffic.requests());
        facts.put("failed", traffic.failures().size());
        facts.put("new sessions by pod", newSessions);
        facts.put("sessions moved", moved);
        System.out.println(scenario + ": " + facts);
    }
}
