package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.verification.guide.GuideManifests;
import dev.hawser.verification.guide.Kubectl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the other tests stand on: a control plane that does what Kubernetes does, with our node as its kubelet. */
@RealClusterTest
class ControlPlaneIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aDeploymentRunsOnTheNodeAndDrains(Cluster cluster) {
        Kubectl kubectl = cluster.kubectl(cluster.namespace("drain"));
        kubectl.apply(GuideManifests.completeExampleWithSleep(3));
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=60s");

        String endpoints = kubectl.run("get", "endpointslices", "-o", "jsonpath={.items[*].endpoints[*].addresses[0]}");
        assertThat(endpoints.split(" ")).hasSize(3).allMatch(address -> address.startsWith("10.244."));

        kubectl.run("scale", "deployment/example-app", "--replicas=2");
        await("a terminating endpoint", PATIENCE, () -> kubectl.terminatingEndpoints("example-service") == 1);
        await("the pod is gone", PATIENCE, () -> pods(kubectl).size() == 2);
        assertThat(kubectl.terminatingEndpoints("example-service")).isZero();
    }

    @ParameterizedTest
    @EnumSource(ControlPlaneProgram.class)
    void aProgramThatIsKilledGoesOnWhereItWas(ControlPlaneProgram program, Cluster cluster) throws Exception {
        Kubectl kubectl = cluster.kubectl(cluster.namespace("kill"));
        kubectl.apply(GuideManifests.completeExample());
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=60s");
        List<String> before = pods(kubectl);

        cluster.controlPlane().kill(program);
        cluster.controlPlane().start(program);
        cluster.controlPlane().awaitReady();

        assertThat(pods(kubectl)).containsExactlyElementsOf(before);
        kubectl.run("scale", "deployment/example-app", "--replicas=4");
        kubectl.run("rollout", "status", "deployment/example-app", "--timeout=60s");
        assertThat(pods(kubectl)).hasSize(4).containsAll(before);
        kubectl.run("delete", "pods", "--all", "--force", "--grace-period=0", "--wait=false");
    }

    @Test
    void aHaltedApiServerAnswersNobodyUntilItGoesOn(Cluster cluster) throws Exception {
        Kubectl kubectl = cluster.kubectl("default");
        cluster.controlPlane().pause(ControlPlaneProgram.API_SERVER);
        assertThat(kubectl.attempt("get", "namespaces", "--request-timeout=1s").exitCode())
                .isNotZero();
        cluster.controlPlane().resume(ControlPlaneProgram.API_SERVER);
        cluster.controlPlane().awaitReady();
        assertThat(kubectl.run("get", "namespaces")).contains("kube-node-lease");
    }

    @Test
    void theControllerMayReadWhatItServesAndLittleElse(Cluster cluster) {
        Kubectl controller = new Kubectl(cluster.controllerKubeconfig());
        controller.run("get", "services,endpointslices,ingresses,kongupstreampolicies", "--all-namespaces");

        assertThat(controller.attempt("get", "pods").output()).contains("pods is forbidden");
        assertThat(controller.attempt("delete", "service", "kubernetes").output())
                .contains("cannot delete resource \"services\"");
    }

    private static List<String> pods(Kubectl kubectl) {
        return kubectl.run("get", "pods", "-o", "name")
                .lines()
                .filter(line -> line.startsWith("pod/"))
                .toList();
    }
}
