package dev.hawser.server.playground.node;

import dev.hawser.server.playground.reconcile.NamespacedName;
import dev.hawser.server.playground.reconcile.Next;
import dev.hawser.server.playground.reconcile.Reconciler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs on the node follow the pods of the API, as a kubelet does.
 *
 * <p>A pod without a node is bound to this one and started; its status follows its readiness. A pod with a {@code
 * deletionTimestamp} goes through its {@link TerminationSchedule}: it stays ready and serves as before while its {@code
 * preStop} hook runs, then refuses connections and finishes its requests, and when it has, or the grace period is over,
 * its object is removed. A pod whose object is gone (forced deletion) is cut off. Runs on the node's loop.
 */
final class PodReconciler implements Reconciler<NamespacedName>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PodReconciler.class);
    private static final Duration START_RETRY = Duration.ofSeconds(2);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final long DEFAULT_GRACE_SECONDS = 30;

    private final PodApi api;
    private final NodeSettings settings;
    private final PodStatusComposer statuses;
    private final Consumer<NamespacedName> wake;
    private final Map<NamespacedName, PodRun> runs = new HashMap<>();

    /** @param wake has a pod looked at again; called from any thread */
    PodReconciler(PodApi api, NodeSettings settings, Consumer<NamespacedName> wake) {
        this.api = api;
        this.settings = settings;
        this.statuses = new PodStatusComposer(settings.hostAddress());
        this.wake = wake;
    }

    @Override
    public Next reconcile(NamespacedName name) {
        Optional<Pod> present = api.read(name);
        PodRun run = runs.get(name);
        if (run != null
                && present.filter(pod -> pod.getMetadata().getUid().equals(run.uid()))
                        .isEmpty()) {
            run.close();
            forget(name, run, "Pod was removed by force");
        }
        if (present.isEmpty()) {
            return Next.onEvent();
        }
        Pod pod = present.get();
        String node = pod.getSpec().getNodeName();
        boolean unbound = node == null || node.isEmpty();
        if (!unbound && !node.equals(settings.name())) {
            return Next.onEvent();
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return terminate(name, pod);
        }
        if (isFinished(pod)) {
            return Next.onEvent();
        }
        if (unbound) {
            api.bind(pod, settings.name());
            return Next.atOnce();
        }
        return run(name, pod);
    }

    private static boolean isFinished(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    private Next run(NamespacedName name, Pod pod) {
        PodRun run = runs.get(name);
        if (run == null) {
            InetAddress address = settings.addresses().lease();
            try {
                run = PodRun.start(pod, address, now(), () -> wake.accept(name));
            } catch (IOException e) {
                settings.addresses().release(address);
                log.atWarn().addKeyValue("pod", name).setCause(e).log("Pod cannot be started");
                writeStatus(pod, statuses.waiting(pod, String.valueOf(e.getMessage()), now()));
                return Next.after(START_RETRY);
            }
            runs.put(name, run);
            log.atInfo()
                    .addKeyValue("pod", name)
                    .addKeyValue("address", address.getHostAddress())
                    .log("Pod is starting");
        }
        run.applyHealth(pod);
        follow(name, pod, run);
        return Next.onEvent();
    }

    private void follow(NamespacedName name, Pod pod, PodRun run) {
        PodStatus status = statuses.running(pod, run, now());
        boolean wasReady = isReady(pod.getStatus());
        writeStatus(pod, status);
        if (wasReady != isReady(status)) {
            log.atInfo().addKeyValue("pod", name).log(wasReady ? "Pod is not ready" : "Pod is ready");
        }
    }

    private static boolean isReady(PodStatus status) {
        return status != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready") && "True".equals(condition.getStatus()));
    }

    private void writeStatus(Pod pod, PodStatus status) {
        if (!status.equals(pod.getStatus())) {
            api.writeStatus(pod, status);
        }
    }

    private Next terminate(NamespacedName name, Pod pod) {
        PodRun run = runs.get(name);
        if (run == null) {
            api.remove(pod);
            return Next.onEvent();
        }
        beginTermination(name, pod, run);
        return switch (run.stage()) {
            case PodRun.Stage.Running() -> throw new IllegalStateException("pod: " + name + " (expected: terminating)");
            case PodRun.Stage.PreStopping hook -> preStop(name, pod, run, hook);
            case PodRun.Stage.Stopping stopping -> stop(name, pod, run, stopping);
        };
    }

    private void beginTermination(NamespacedName name, Pod pod, PodRun run) {
        boolean first = run.stage() instanceof PodRun.Stage.Running;
        PreStop preStop = PreStop.of(pod.getSpec());
        Duration grace = grace(pod);
        run.terminate(now(), grace, preStop.duration());
        if (first && run.stage() instanceof PodRun.Stage.PreStopping hook) {
            log.atInfo()
                    .addKeyValue("pod", name)
                    .addKeyValue("preStopUntil", hook.schedule().preStopEnds())
                    .addKeyValue("killAt", hook.schedule().killAt())
                    .log("Pod is terminating");
            preStop.skipped()
                    .forEach(container -> log.atWarn()
                            .addKeyValue("pod", name)
                            .addKeyValue("container", container)
                            .log("Hook preStop is skipped: the playground only sleeps"));
        }
    }

    private static Duration grace(Pod pod) {
        Long deletion = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long spec = pod.getSpec().getTerminationGracePeriodSeconds();
        long seconds = deletion != null ? deletion : spec != null ? spec : DEFAULT_GRACE_SECONDS;
        return Duration.ofSeconds(seconds);
    }

    private Next preStop(NamespacedName name, Pod pod, PodRun run, PodRun.Stage.PreStopping hook) {
        Duration left = Duration.between(now(), hook.schedule().preStopEnds());
        if (left.isPositive()) {
            run.applyHealth(pod);
            follow(name, pod, run);
            return Next.after(left);
        }
        run.drain(hook, () -> wake.accept(name));
        log.atInfo().addKeyValue("pod", name).log("Pod stops accepting connections");
        return Next.atOnce();
    }

    private Next stop(NamespacedName name, Pod pod, PodRun run, PodRun.Stage.Stopping stopping) {
        if (!stopping.drained().isDone()) {
            Duration left = Duration.between(now(), stopping.schedule().killAt());
            if (left.isPositive()) {
                return Next.after(left);
            }
            run.close();
        }
        writeStatus(pod, statuses.finished(pod, run, now()));
        api.remove(pod);
        forget(name, run, run.killed() ? "Pod was killed" : "Pod has stopped");
        return Next.onEvent();
    }

    private void forget(NamespacedName name, PodRun run, String message) {
        runs.remove(name);
        settings.addresses().release(run.address());
        log.atInfo()
                .addKeyValue("pod", name)
                .addKeyValue("address", run.address().getHostAddress())
                .log(message);
    }

    private Instant now() {
        return settings.clock().instant();
    }

    /** Stops all servers: gracefully for at most 1 s, then hard. The loop must have ended before. */
    @Override
    public void close() {
        CompletableFuture<?>[] drained = runs.values().stream()
                .flatMap(run -> run.containers().stream())
                .map(PodContainer::drain)
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(drained).get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.atDebug().log("Some servers are cut off");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runs.values().forEach(run -> {
            run.close();
            settings.addresses().release(run.address());
        });
        runs.clear();
    }
}
