package dev.hawser.verification.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that pushes to a gateway elsewhere does what one process does that is both. */
class ControllerIT {

    private static final String PATH = "/example";
    private static final String DEPLOYMENT = "deployment/example-app";
    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeAll
    static void requireKubectl() {
        Kubectl.require();
    }

    @TempDir
    private Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String body(URI server, String path) {
        try (Visitor visitor = new Visitor(server)) {
            return visitor.get(path).body();
        } catch (IOException e) {
            throw new AssertionError(server + path + " gave no answer", e);
        }
    }

    @Test
    void sessionsOfATerminatingPodStayAndAGatewayThatRestartsGetsItsConfigurationBack() throws IOException {
        int proxyPort = freePort();
        int adminPort = freePort();
        try (HawserProcess playground = HawserProcess.playground(folder);
                HawserProcess gateway = HawserProcess.gateway(folder, proxyPort, adminPort);
                HawserProcess controller =
                        HawserProcess.controller(playground, folder, "http://127.0.0.1:" + adminPort)) {
            Kubectl kubectl = new Kubectl(playground.kubeconfig());
            kubectl.apply(GuideManifests.completeExampleWithSleep(8));
            kubectl.run("rollout", "status", DEPLOYMENT, "--timeout=120s");
            HawserProcess.await(
                    "the old pods are gone", LONG, () -> pods(kubectl).size() == 3);
            HawserProcess.await("the gateway serves", LONG, () -> Visitor.status(gateway.gateway(), PATH) == 200);
            assertThat(Visitor.status(controller.health(), "/readyz")).isEqualTo(200);

            drain(kubectl, gateway.gateway());
            assertThat(body(controller.metrics(), "/metrics"))
                    .containsPattern("ingress_controller_configuration_push_count\\{.*success=\"true\"");

            gateway.kill();
            try (HawserProcess again = HawserProcess.gateway(folder, proxyPort, adminPort)) {
                HawserProcess.await("the new gateway serves", LONG, () -> Visitor.status(again.gateway(), PATH) == 200);
                // Which of the two depends on whether it was looked for while it was away.
                HawserProcess.await(
                        "the controller says that the gateway was told again",
                        LONG,
                        () -> controller.log().contains("Gateway can be told its configuration again")
                                || controller.log().contains("Gateway lost its configuration, it is told again"));
            }
        }
    }

    private static void drain(Kubectl kubectl, URI gateway) throws IOException {
        Traffic traffic = Traffic.start(gateway, PATH, 20);
        try (traffic) {
            kubectl.run("scale", DEPLOYMENT, "--replicas=2");
            HawserProcess.await(
                    "a pod terminates and is gone", LONG, () -> pods(kubectl).size() == 2);
            // Each has been somewhere since.
            Traffic.newSessions(gateway, PATH, 50);
        }
        assertThat(traffic.failures()).isEmpty();
        for (List<Visit> journey : traffic.journeys()) {
            Journeys.assertWholeSessions(journey);
            assertThat(Journeys.stays(journey)).hasSizeBetween(1, 2);
        }
        assertThat(traffic.journeys().stream()
                        .filter(journey -> Journeys.stays(journey).size() == 2))
                .as("those whose pod is gone")
                .isNotEmpty();
    }

    private static List<String> pods(Kubectl kubectl) {
        return kubectl.run("get", "pods", "-o", "name").lines().toList();
    }
}
