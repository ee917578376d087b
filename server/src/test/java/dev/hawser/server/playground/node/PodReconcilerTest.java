package dev.hawser.server.playground.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.Next;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PodReconcilerTest {

    private static final NamespacedName NAME = new NamespacedName("demo", "web-1");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A part of the range of its own for each run, so that runs on one host do not meet. */
    private final PodAddresses addresses = AddressRange.parse(
            "127.77.%d.0/24".formatted(ProcessHandle.current().pid() % 256), AddressReuse.AT_ONCE);

    private final StoredPods api = new StoredPods();
    private final BlockingQueue<NamespacedName> woken = new LinkedBlockingQueue<>();
    private Instant now = START;
    private final PodReconciler reconciler = new PodReconciler(
            api, new NodeSettings("hawser-node", InetAddress.getLoopbackAddress(), addresses, () -> now), woken::add);

    @AfterEach
    void close() {
        reconciler.close();
    }

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(NAME.name())
                .withNamespace(NAME.namespace())
                .withUid("uid-1")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(60L)
                .addNewContainer()
                .withName("app")
                .withImage("example:1")
                .addNewPort()
                .withContainerPort(8080)
                .endPort()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand("sh", "-c", "sleep 30")
                .endExec()
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus();
    }

    private Next reconcile() {
        return reconciler.reconcile(NAME);
    }

    private void start(Pod pod) {
        api.put(pod);
        assertThat(reconcile()).isEqualTo(Next.atOnce());
        reconcile();
    }

    private void delete(long graceSeconds) {
        api.change(
                NAME,
                pod -> pod.editMetadata()
                        .withDeletionTimestamp(now.plusSeconds(graceSeconds).toString())
                        .withDeletionGracePeriodSeconds(graceSeconds)
                        .endMetadata());
    }

    private PodStatus status() {
        return requireNonNull(api.lastStatus(NAME));
    }

    private PodCondition condition(String type) {
        return status().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(status().getPodIP(), 8080);
    }

    private String statusLineOf(String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address(), 5_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElseThrow();
        }
    }

    private void assertServes() throws IOException {
        assertThat(statusLineOf("/")).isEqualTo("HTTP/1.1 200 OK");
    }

    private void assertRefuses(InetSocketAddress address) {
        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(address, 5_000);
                    }
                })
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void bindsAndRunsAPodOnAnAddressOfItsOwn() throws IOException {
        start(pod().build());
        assertThat(requireNonNull(api.pod(NAME)).getSpec().getNodeName()).isEqualTo("hawser-node");
        assertThat(status().getPhase()).isEqualTo("Running");
        assertThat(status().getPodIPs().getFirst().getIp()).isEqualTo(status().getPodIP());
        assertThat(status().getHostIP()).isEqualTo("127.0.0.1");
        assertThat(status().getStartTime()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(status().getConditions())
                .extracting(PodCondition::getType, PodCondition::getStatus)
                .containsExactly(
                        tuple("PodScheduled", "True"),
                        tuple("Initialized", "True"),
                        tuple("ContainersReady", "True"),
                        tuple("Ready", "True"));
        ContainerStatus container = status().getContainerStatuses().getFirst();
        assertThat(container.getImage()).isEqualTo("example:1");
        assertThat(container.getReady()).isTrue();
        assertThat(container.getStarted()).isTrue();
        assertThat(container.getContainerID()).startsWith("hawser://");
        assertServes();
    }

    @Test
    void leavesAPodAloneThatRunsAsItShould() {
        start(pod().build());
        int writes = api.statusWrites();
        now = now.plusSeconds(100);
        assertThat(reconcile()).isEqualTo(Next.onEvent());
        assertThat(api.statusWrites()).isEqualTo(writes);
    }

    @Test
    void leavesPodsOfOtherNodesAlone() {
        api.put(pod().editSpec().withNodeName("other").endSpec().build());
        reconcile();
        assertThat(api.statusWrites()).isZero();
    }

    @Test
    void keepsAPodReadyAndServingDuringItsHook() throws IOException {
        start(pod().build());
        delete(60);
        assertThat(reconcile()).isEqualTo(Next.after(Duration.ofSeconds(30)));
        now = now.plusMillis(29_999);
        assertThat(reconcile()).isEqualTo(Next.after(Duration.ofMillis(1)));
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        assertServes();
    }

    @Test
    void stopsAndRemovesAPodAfterItsHook() throws Exception {
        start(pod().build());
        InetSocketAddress address = address();
        delete(60);
        reconcile();
        now = now.plusSeconds(30);
        assertThat(reconcile()).isEqualTo(Next.atOnce());
        assertThat(woken.poll(30, TimeUnit.SECONDS)).isEqualTo(NAME);
        assertRefuses(address);
        reconcile();
        assertThat(api.pod(NAME)).isNull();
        assertThat(status().getPhase()).isEqualTo("Succeeded");
        assertThat(condition("Ready").getStatus()).isEqualTo("False");
        assertThat(condition("Ready").getReason()).isEqualTo("PodCompleted");
        assertThat(condition("Ready").getLastTransitionTime()).isEqualTo("2026-01-01T00:00:30Z");
        assertThat(status().getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isZero();
    }

    @Test
    void killsAPodWhoseRequestsOutlastTheGracePeriod() throws Exception {
        start(pod().build());
        try (Socket busy = new Socket()) {
            busy.connect(address(), 5_000);
            busy.getOutputStream()
                    .write("GET /?delay=60s HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            delete(35);
            reconcile();
            now = now.plusSeconds(30);
            reconcile();
            assertThat(reconcile()).isEqualTo(Next.after(Duration.ofSeconds(5)));
            now = now.plusSeconds(5);
            reconcile();
        }
        assertThat(api.pod(NAME)).isNull();
        assertThat(status().getPhase()).isEqualTo("Failed");
        assertThat(status().getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(137);
    }

    @Test
    void endsTheHookEarlierAfterASecondDeletion() {
        start(pod().build());
        delete(60);
        assertThat(reconcile()).isEqualTo(Next.after(Duration.ofSeconds(30)));
        now = now.plusSeconds(1);
        delete(5);
        assertThat(reconcile()).isEqualTo(Next.after(Duration.ofSeconds(5)));
    }

    @Test
    void cutsOffAPodWhoseObjectIsGone() throws IOException {
        start(pod().build());
        InetSocketAddress address = address();
        assertServes();
        api.vanish(NAME);
        reconcile();
        assertRefuses(address);
    }

    @Test
    void runsAYoungerPodOfTheSameNameAnew() throws IOException {
        start(pod().build());
        api.put(pod().editMetadata().withUid("uid-2").endMetadata().build());
        assertThat(reconcile()).isEqualTo(Next.atOnce());
        reconcile();
        assertThat(requireNonNull(api.pod(NAME)).getMetadata().getUid()).isEqualTo("uid-2");
        assertThat(status().getPhase()).isEqualTo("Running");
        assertServes();
    }

    @Test
    void removesATerminatingPodThatDoesNotRunHere() {
        api.put(pod().editSpec().withNodeName("hawser-node").endSpec().build());
        delete(30);
        reconcile();
        assertThat(api.pod(NAME)).isNull();
    }

    @Test
    void turnsTheHealthOfAPodWhileItRuns() throws IOException {
        start(pod().build());
        assertThat(statusLineOf("/healthz")).isEqualTo("HTTP/1.1 200 OK");
        api.change(
                NAME,
                pod -> pod.editMetadata()
                        .addToAnnotations("playground.hawser.dev/healthy", "false")
                        .endMetadata());
        reconcile();
        assertThat(statusLineOf("/healthz")).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }

    @Test
    void takesTheHealthFromTheEnvironment() throws IOException {
        start(pod().editSpec()
                .editFirstContainer()
                .addNewEnv()
                .withName("PLAYGROUND_HEALTHY")
                .withValue("false")
                .endEnv()
                .endContainer()
                .endSpec()
                .build());
        assertThat(statusLineOf("/healthz")).isEqualTo("HTTP/1.1 503 Service Unavailable");
    }

    @Test
    void isReadyOnceTheProbeSucceeds() throws Exception {
        start(pod().editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/healthz")
                .withNewPort(8080)
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build());
        assertThat(woken.poll(30, TimeUnit.SECONDS)).isEqualTo(NAME);
        reconcile();
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
    }

    @Test
    void isNotReadyWhileTheProbeHasNotSucceeded() {
        start(pod().editSpec()
                .editFirstContainer()
                .withNewReadinessProbe()
                .withInitialDelaySeconds(3600)
                .withNewHttpGet()
                .withNewPort(8080)
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build());
        assertThat(condition("Ready").getStatus()).isEqualTo("False");
        assertThat(condition("Ready").getReason()).isEqualTo("ContainersNotReady");
        assertThat(status().getContainerStatuses().getFirst().getStarted()).isTrue();
    }

    @Test
    void saysWhyAPodCannotBeStarted() throws IOException {
        InetAddress taken = addresses.lease();
        addresses.release(taken);
        try (ServerSocket other = new ServerSocket(8080, 1, taken)) {
            start(pod().build());
            assertThat(status().getPhase()).isEqualTo("Pending");
            assertThat(status().getContainerStatuses()
                            .getFirst()
                            .getState()
                            .getWaiting()
                            .getMessage())
                    .contains(other.getInetAddress().getHostAddress());
        }
        reconcile();
        assertThat(status().getPhase()).isEqualTo("Running");
        assertServes();
    }

    @Test
    void stopsAllServersWhenItCloses() {
        start(pod().build());
        InetSocketAddress address = address();
        reconciler.close();
        assertRefuses(address);
    }
}
