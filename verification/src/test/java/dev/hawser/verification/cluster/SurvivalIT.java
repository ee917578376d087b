package dev.hawser.verification.cluster;

import static dev.hawser.verification.guide.HawserProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.server.playground.cluster.RealCluster;
import dev.hawser.server.playground.cluster.programs.ControlPlaneProgram;
import dev.hawser.verification.guide.HawserProcess;
import dev.hawser.verification.guide.Kubectl;
import dev.hawser.verification.guide.Traffic;
import dev.hawser.verification.guide.Visit;
import dev.hawser.verification.guide.Visitor;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What befalls the API server and the way to it while visitors keep visiting: no request fails, no session moves, and what
 * changed meanwhile is served afterwards, by the same process.
 */
@RealClusterTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurvivalIT {

    private static final int VISITORS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** How long the network is cut; a minute is what is promised, and takes too long for each build. */
    private static final Duration CUT = Duration.ofSeconds(Long.getLong("hawser.verification.cut-seconds", 15));

    private final Cluster cluster;
    private final RealCluster controlPlane;
    private final String namespace;
    private final Kubectl kubectl;
    private final Backends backends;
    private final Wire wire;
    private final Path folder;
    private HawserProcess hawser;

    SurvivalIT(Cluster cluster, @TempDir Path folder) throws IOException {
        this.cluster = cluster;
        this.folder = folder;
        controlPlane = cluster.controlPlane();
        namespace = cluster.namespace("survival");
        kubectl = cluster.kubectl(namespace);
        backends = new Backends(cluster.admin(), namespace);
        wire = Wire.to(new InetSocketAddress(
                controlPlane.uri().getHost(), controlPlane.uri().getPort()));
    }

    @BeforeAll
    void serve() throws IOException {
        kubectl.apply(Backends.manifests());
        backends.add();
        backends.add();
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(
                kubeconfig,
                Files.readString(cluster.controllerKubeconfig())
                        .replace(":" + controlPlane.uri().getPort(), ":" + wire.port()));
        hawser = HawserProcess.run(
                kubeconfig, folder, "--watch-namespace=" + namespace, "--enable-drain-support", "--log-level=debug");
        awaitSessionsOn(2);
    }

    @AfterAll
    void stop() throws IOException {
        if (hawser != null) {
            hawser.close();
        }
        wire.close();
        backends.close();
    }

    private interface Trouble {
        void happen() throws Exception;
    }

    private void survives(Trouble trouble) throws Exception {
        Traffic traffic = Traffic.start(hawser.gateway(), "/", VISITORS);
        try (traffic) {
            trouble.happen();
        }
        assertThat(traffic.failures())
                .as("failed of %d requests", traffic.requests())
                .isEmpty();
        assertThat(traffic.journeys())
                .allSatisfy(journey -> assertThat(journey)
                        .extracting(Visit::pod)
                        .containsOnly(journey.getFirst().pod()));
        System.out.println("survived " + traffic.requests() + " requests");
    }

    private void awaitSessionsOn(int pods) {
        await(pods + " pods", PATIENCE, () -> sessions(pods * 3) == pods);
    }

    private int sessions(int count) {
        try {
            return Traffic.newSessions(hawser.gateway(), "/", count).size();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Makes changes of several kinds; what is returned waits until they are served. */
    private Trouble change(String name) {
        int before = sessions(30);
        kubectl.apply(Backends.ingress(name, "/" + name));
        backends.add();
        return () -> {
            awaitSessionsOn(before + 1);
            await("the route of Ingress " + name, PATIENCE, () -> hasRouteOf(name));
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = ControlPlaneProgram.class,
            names = {"API_SERVER", "ETCD"})
    void killOfAProgramUnderLoad(ControlPlaneProgram program) throws Exception {
        survives(() -> {
            controlPlane.kill(program);
            TimeUnit.SECONDS.sleep(3);
            controlPlane.start(program);
            controlPlane.awaitReady();
            change(program == ControlPlaneProgram.ETCD ? "killed-etcd" : "killed-api-server")
                    .happen();
        });
    }

    @Test
    void cutOfTheNetworkWithoutASign() throws Exception {
        survives(() -> {
            wire.cut();
            Trouble served = change("cut");
            TimeUnit.MILLISECONDS.sleep(CUT.toMillis());
            wire.mend();
            long mended = System.nanoTime();
            served.happen();
            System.out.println("after a cut of " + CUT.toSeconds() + " s the changes are served in "
                    + Duration.ofNanos(System.nanoTime() - mended).toMillis() + " ms");
        });
    }

    @Test
    void expiredWatchLeavesNothingThatIsGone() throws Exception {
        kubectl.apply(Backends.ingress("stale", "/stale"));
        await("the route of Ingress stale", PATIENCE, () -> hasRouteOf("stale"));
        survives(() -> {
            wire.cut();
            kubectl.run("delete", "ingress", "stale");
            Trouble served = change("expired");
            // An API server that starts knows nothing of what was before.
            controlPlane.kill(ControlPlaneProgram.API_SERVER);
            controlPlane.start(ControlPlaneProgram.API_SERVER);
            controlPlane.awaitReady();
            wire.mend();
            served.happen();
            await("no route of Ingress stale", PATIENCE, () -> !hasRouteOf("stale"));
            hawser.awaitLog("Version is too old, listing again");
        });
    }

    /** The names of routes begin with those of their namespace and Ingress. */
    private boolean hasRouteOf(String ingress) {
        try (Visitor visitor = new Visitor(hawser.admin())) {
            return visitor.get("/routes").body().contains("\"" + namespace + "." + ingress + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSlowServerDelaysChangesAndNothingElse() throws Exception {
        survives(() -> {
            Trouble served;
            try (Pulses _ = new Pulses(controlPlane, Duration.ofMillis(1500), Duration.ofMillis(700))) {
                served = change("slow");
                TimeUnit.SECONDS.sleep(8);
            }
            served.happen();
        });
    }

    @Test
    void aFloodOfEndpointChangesHoldsNothingElseUp() throws Exception {
        try (Flood flood = new Flood(cluster.admin(), kubectl, namespace, 20)) {
            survives(() -> {
                Duration cpuBefore = hawserCpu();
                flood.start(1000);
                TimeUnit.SECONDS.sleep(2);
                long asked = System.nanoTime();
                kubectl.apply(Backends.ingress("calm", "/calm"));
                await("the route of Ingress calm", Duration.ofSeconds(30), () -> hasRouteOf("calm"));
                long calm = Duration.ofNanos(System.nanoTime() - asked).toMillis();
                TimeUnit.SECONDS.sleep(2);
                double perSecond = flood.stop();
                await("the last change", PATIENCE, () -> flood.isServedAsLastChanged(targets()));
                System.out.printf(
                        "flood: %.0f changes/s, another change was served in %d ms, CPU of the program %d ms in %.1f s%n",
                        perSecond, calm, hawserCpu().minus(cpuBefore).toMillis(), flood.seconds());
                // How many there are is up to the API server and the machine; they are printed.
                assertThat(perSecond).isPositive();
            });
        }
    }

    private static Duration hawserCpu() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("dev.hawser.server.Main"))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What the gateway knows of all upstreams, as its declarative configuration. */
    private String targets() {
        try (Visitor visitor = new Visitor(hawser.admin())) {
            return visitor.get("/config").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aKindThatIsNotInstalledIsTakenOnceItIs() throws Exception {
        String name = "kongupstreampolicies.configuration.konghq.com";
        CustomResourceDefinition definition = cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name)
                .get();
        String policy = kubectl.run("get", "kongupstreampolicy", "sticky", "-o", "yaml");
        assertThat(policy).contains("session-id");
        kubectl.run("delete", "crd", name);
        hawser.awaitLog("Kind is not served by the API server");
        await("sessions end with their policy", PATIENCE, () -> !setsSession());

        definition.getMetadata().setResourceVersion(null);
        definition.getMetadata().setUid(null);
        definition.setStatus(null);
        cluster.admin().resource(definition).create();
        kubectl.run("wait", "crd", name, "--for=condition=Established", "--timeout=60s");
        kubectl.apply(Backends.manifests());
        await("sessions are back", PATIENCE, this::setsSession);
    }

    private boolean setsSession() {
        try (Visitor visitor = new Visitor(hawser.gateway())) {
            return visitor.visit("/").sessionSet();
        } catch (IOException e) {
            return false;
        }
    }

    /** Halts the API server and lets it go on, again and again. */
    private static final class Pulses implements AutoCloseable {

        private final Thread thread;

        Pulses(RealCluster controlPlane, Duration halted, Duration running) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        controlPlane.pause(ControlPlaneProgram.API_SERVER);
                        try {
                            Thread.sleep(halted);
                        } finally {
                            controlPlane.resume(ControlPlaneProgram.API_SERVER);
                        }
                        Thread.sleep(running);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
