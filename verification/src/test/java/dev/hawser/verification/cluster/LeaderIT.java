package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.kubernetes.leader.LeaderElectionSettings;
import dev.hawser.verification.guide.GuideManifests;
import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Kubectl;
import dev.hawser.verification.guide.Traffic;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several controllers one writes, and another takes over when that one dies, hangs or stops. */
@RealClusterTest
class LeaderIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TAKE_OVER = Duration.ofSeconds(25);
    private static final Duration LEASE = LeaderElectionSettings.defaults().leaseDuration();
    private static final String ADDRESS = "203.0.113.7";
    private static final String GAINED = "Leadership gained";
    private static final String PROBLEM = "Object has a problem";
    private static final String PROBLEM_GONE = "Problem is gone";

    /** Twice what it takes to take a silent connection to the API server for dead, which is 35 s. */
    private static final Duration CONNECTION_LOSS = Duration.ofSeconds(70);

    @TempDir
    private Path folder;

    private static final String BROKEN = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: broken, annotations: {konghq.com/strip-path: perhaps}}
            spec:
              ingressClassName: kong
              rules:
              - http: {paths: [{path: /broken, pathType: Prefix, backend: {service: {name: example-service, port: {number: 80}}}}]}
            """;

    private HawserProcess controller(Cluster cluster, String namespace, String name) throws IOException {
        return cluster.hawserFor(
                namespace,
                Files.createDirectories(folder.resolve(name)),
                "--enable-drain-support",
                "--publish-status-address=" + ADDRESS);
    }

    private static Kubectl exampleIn(Cluster cluster, String namespace) {
        Kubectl kubectl = cluster.kubectl(namespace);
        kubectl.apply(GuideManifests.completeExampleWithSleep(3));
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=60s");
        return kubectl;
    }

    @Test
    void anotherTakesOverFromALeaderThatIsKilled(Cluster cluster) throws Exception {
        String namespace = cluster.namespace("leader");
        Kubectl kubectl = exampleIn(cluster, namespace);
        HawserProcess first = controller(cluster, namespace, "first");
        first.awaitLog(GAINED);
        try (HawserProcess second = controller(cluster, namespace, "second")) {
            second.awaitLog("Another instance leads");
            awaitAddress(kubectl, "example-ingress");
            assertThat(conditions(kubectl)).isEqualTo("Accepted=True/Accepted Programmed=True/Programmed");
            Traffic traffic = Traffic.start(second.gateway(), "/example", 20);
            Duration takeOver;
            try (traffic;
                    StatusHistory history = StatusHistory.of(cluster.admin(), namespace);
                    LeaseHistory lease = LeaseHistory.of(cluster.admin(), namespace)) {
                first.kill();
                long killed = System.nanoTime();
                kubectl.apply(BROKEN);
                await(
                        "the new route, before there is a leader",
                        PATIENCE,
                        () -> status(second.gateway(), "/broken") == HttpURLConnection.HTTP_OK);
                assertThat(second.log()).doesNotContain(GAINED);

                await("a new leader", TAKE_OVER, () -> second.log().contains(GAINED));
                takeOver = Duration.ofNanos(System.nanoTime() - killed);
                awaitAddress(kubectl, "broken");
                await("the event", PATIENCE, () -> events(kubectl).contains("strip-path"));

                lease.assertNeverTwoHolders(LEASE);
                // The new Ingress was written once; what the first leader had written is as it was.
                assertThat(history.writes()).containsExactly("Ingress broken");
            }
            assertThat(traffic.failures()).isEmpty();
            System.out.printf(
                    "take-over after kill -9: %.1f s, %d requests meanwhile, none failed%n",
                    takeOver.toMillis() / 1000.0, traffic.requests());
        }
    }

    @Test
    void aLeaderThatHangsWritesNothingWhenItGoesOn(Cluster cluster) throws Exception {
        String namespace = cluster.namespace("hang");
        Kubectl kubectl = exampleIn(cluster, namespace);
        try (HawserProcess first = controller(cluster, namespace, "first");
                HawserProcess second = hangingBehind(first, cluster, namespace)) {
            awaitAddress(kubectl, "example-ingress");
            try (StatusHistory history = StatusHistory.of(cluster.admin(), namespace);
                    LeaseHistory lease = LeaseHistory.of(cluster.admin(), namespace)) {
                first.pause();
                kubectl.apply(BROKEN);
                await("a new leader", TAKE_OVER, () -> second.log().contains(GAINED));
                awaitAddress(kubectl, "broken");
                first.resume();
                first.awaitLog("Leadership lost");
                // It may have to take its connection for dead first, and what is mended before is never a problem to
                // it.
                await(
                        "the first knows of it",
                        CONNECTION_LOSS,
                        () -> first.log().contains(PROBLEM));
                kubectl.run("annotate", "ingress/broken", "konghq.com/strip-path-", "konghq.com/tags=after");
                await(
                        "the first sees it gone",
                        CONNECTION_LOSS,
                        () -> first.log().contains(PROBLEM_GONE));
                await("the second sees it gone", PATIENCE, () -> second.log().contains(PROBLEM_GONE));

                assertThat(history.writes()).containsExactly("Ingress broken");
                lease.assertNeverTwoHolders(LEASE);
            }
        }
    }

    private HawserProcess hangingBehind(HawserProcess first, Cluster cluster, String namespace) throws IOException {
        first.awaitLog(GAINED);
        HawserProcess second = controller(cluster, namespace, "second");
        second.awaitLog("Another instance leads");
        return second;
    }

    @Test
    void anotherTakesOverAtOnceFromALeaderThatStops(Cluster cluster) throws Exception {
        String namespace = cluster.namespace("stop");
        exampleIn(cluster, namespace);
        HawserProcess first = controller(cluster, namespace, "first");
        try (HawserProcess second = hangingBehind(first, cluster, namespace)) {
            first.close();
            assertThat(first.log()).contains("Leadership given up");
            long stopped = System.nanoTime();
            // A turn comes every 2 to 2.4 s, which is far from the 15 s of the Lease.
            await("a new leader", Duration.ofSeconds(8), () -> second.log().contains(GAINED));
            System.out.printf(
                    "take-over after a graceful stop: %.1f s%n", (System.nanoTime() - stopped) / 1_000_000_000.0);
        }
    }

    private static void awaitAddress(Kubectl kubectl, String ingress) {
        await(
                "the address of " + ingress,
                PATIENCE,
                () -> kubectl.run("get", "ingress", ingress, "-o", "jsonpath={.status.loadBalancer.ingress[*].ip}")
                        .equals(ADDRESS));
    }

    private static String conditions(Kubectl kubectl) {
        return kubectl.run(
                        "get",
                        "kup",
                        "sticky-session-policy",
                        "-o",
                        "jsonpath={range .status.ancestors[0].conditions[*]}{.type}={.status}/{.reason} {end}")
                .strip();
    }

    private static String events(Kubectl kubectl) {
        return kubectl.run("get", "events", "--field-selector=reason=KongConfigurationTranslationFailed");
    }

    private static int status(URI gateway, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) gateway.resolve(path).toURL().openConnection();
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return 0;
        }
    }
}
