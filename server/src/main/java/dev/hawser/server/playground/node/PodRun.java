package dev.hawser.server.playground.node;

import dev.hawser.server.playground.node.app.AppHealth;
import dev.hawser.server.playground.node.app.AppSettings;
import dev.hawser.server.playground.node.app.VisitCounter;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A pod that runs on this node, from the start of its servers to their end.
 *
 * <p>A second pod of the same name is another run. Confined to the node's thread.
 */
final class PodRun implements AutoCloseable {

    /** {@code "false"} turns {@code /healthz} to 503 while the pod runs; beats the environment variable. */
    static final String HEALTHY_ANNOTATION = "playground.hawser.dev/healthy";

    /** {@code "false"} in a container's environment has its {@code /healthz} answer 503. */
    static final String HEALTHY_VARIABLE = "PLAYGROUND_HEALTHY";

    /** The name of the gateway's session cookie when it is not that of the guide. */
    static final String SESSION_COOKIE_ANNOTATION = "playground.hawser.dev/session-cookie";

    /** Where a pod is in its life on the node. */
    sealed interface Stage {
        record Running() implements Stage {}

        /** The hook runs; the servers serve as before. */
        record PreStopping(TerminationSchedule schedule, Duration grace) implements Stage {}

        /** The servers finish what they have. */
        record Stopping(TerminationSchedule schedule, Duration grace, CompletableFuture<Void> drained)
                implements Stage {}
    }

    private final String uid;
    private final InetAddress address;
    private final Instant startedAt;
    private final List<PodContainer> containers;
    private Stage stage = new Stage.Running();
    private boolean killed;

    private PodRun(String uid, InetAddress address, Instant startedAt, List<PodContainer> containers) {
        this.uid = uid;
        this.address = address;
        this.startedAt = startedAt;
        this.containers = List.copyOf(containers);
    }

    /**
     * Starts the servers of all containers.
     *
     * @param onChange called when the pod may have become ready or unready, on another thread
     * @throws IOException a port cannot be listened on; nothing runs then
     */
    static PodRun start(Pod pod, InetAddress address, Instant now, Runnable onChange) throws IOException {
        VisitCounter visits = new VisitCounter();
        List<PodContainer> containers = new ArrayList<>();
        try {
            for (Container spec : pod.getSpec().getContainers()) {
                containers.add(PodContainer.start(spec, address, appSettings(pod, spec), visits, onChange));
            }
        } catch (IOException e) {
            containers.forEach(PodContainer::close);
            throw e;
        }
        PodRun run = new PodRun(pod.getMetadata().getUid(), address, now, containers);
        run.applyHealth(pod);
        return run;
    }

    private static AppSettings appSettings(Pod pod, Container container) {
        return new AppSettings(
                pod.getMetadata().getName(),
                pod.getMetadata().getNamespace(),
                pod.getSpec().getNodeName(),
                container.getImage() == null ? "" : container.getImage(),
                annotations(pod).getOrDefault(SESSION_COOKIE_ANNOTATION, AppSettings.DEFAULT_SESSION_COOKIE));
    }

    private static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    String uid() {
        return uid;
    }

    InetAddress address() {
        return address;
    }

    Instant startedAt() {
        return startedAt;
    }

    List<PodContainer> containers() {
        return containers;
    }

    Stage stage() {
        return stage;
    }

    boolean ready() {
        return containers.stream().allMatch(PodContainer::ready);
    }

    /** The servers were cut off before they had finished. */
    boolean killed() {
        return killed;
    }

    /** Takes over what the pod says about its health now. */
    void applyHealth(Pod pod) {
        String annotation = annotations(pod).get(HEALTHY_ANNOTATION);
        for (PodContainer container : containers) {
            String healthy = annotation != null ? annotation : variable(container.spec());
            container.health("false".equals(healthy) ? AppHealth.UNHEALTHY : AppHealth.HEALTHY);
        }
    }

    private static String variable(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(HEALTHY_VARIABLE) && variable.getValue() != null)
                .map(EnvVar::getValue)
                .findFirst()
                .orElse("true");
    }

    /** Begins or shortens the termination. */
    void terminate(Instant now, Duration grace, Duration preStop) {
        stage = switch (stage) {
            case Stage.Running() -> new Stage.PreStopping(TerminationSchedule.of(now, grace, preStop), grace);
            case Stage.PreStopping(TerminationSchedule schedule, Duration before)
            when grace.compareTo(before) < 0 -> new Stage.PreStopping(schedule.shortened(now, grace), grace);
            case Stage.Stopping(TerminationSchedule schedule, Duration before, CompletableFuture<Void> drained)
            when grace.compareTo(before) < 0 -> new Stage.Stopping(schedule.shortened(now, grace), grace, drained);
            case Stage same -> same;
        };
    }

    /**
     * Tells the servers to stop; the hook is over.
     *
     * @param onStopped called when they have, on another thread
     */
    void drain(Stage.PreStopping hook, Runnable onStopped) {
        CompletableFuture<Void> drained = CompletableFuture.allOf(
                containers.stream().map(PodContainer::drain).toArray(CompletableFuture[]::new));
        stage = new Stage.Stopping(hook.schedule(), hook.grace(), drained.thenRun(onStopped));
    }

    /** Cuts the servers off. */
    @Override
    public void close() {
        killed = true;
        containers.forEach(PodContainer::close);
    }
}
