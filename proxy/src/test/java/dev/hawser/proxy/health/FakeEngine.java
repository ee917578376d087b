package dev.hawser.proxy.health;

import dev.hawser.proxy.balancing.Endpoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A loop that runs when a test moves its clock, with probes that the test answers. Nothing happens by itself. Starts close
 * to the overflow of nanoseconds, as a system may.
 */
final class FakeEngine implements ProbeEngine {

    /** What was asked of an endpoint and not answered yet. */
    final class Probe {
        final Endpoint endpoint;
        final Duration at;
        private final Consumer<CheckResult> listener;

        private Probe(Endpoint endpoint, Consumer<CheckResult> listener) {
            this.endpoint = endpoint;
            this.at = elapsed;
            this.listener = listener;
        }

        void answer(CheckResult result) {
            if (underWay.remove(this)) {
                listener.accept(result);
                runTasks();
            }
        }
    }

    private record Timer(Duration due, long order, Runnable task) {}

    private static final long START_NANOS = Long.MAX_VALUE - 1000;

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::order));
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long order;
    private Duration elapsed = Duration.ZERO;

    final List<Probe> underWay = new ArrayList<>();
    final List<Probe> sent = new ArrayList<>();
    boolean closed;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        Timer timer = new Timer(elapsed.plus(delay), order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() {
        return START_NANOS + elapsed.toNanos();
    }

    @Override
    public Prober prober(ActiveChecks checks) {
        return (endpoint, listener) -> {
            Probe probe = new Probe(endpoint, listener);
            underWay.add(probe);
            sent.add(probe);
            return () -> underWay.remove(probe);
        };
    }

    @Override
    public void close() {
        closed = true;
        timers.clear();
        underWay.clear();
    }

    Duration elapsed() {
        return elapsed;
    }

    int timers() {
        return timers.size();
    }

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass; what is due meanwhile happens at its time. */
    void advance(Duration duration) {
        runTasks();
        Duration end = elapsed.plus(duration);
        while (!timers.isEmpty() && timers.peek().due().compareTo(end) <= 0) {
            Timer timer = timers.poll();
            elapsed = timer.due();
            timer.task().run();
            runTasks();
        }
        elapsed = end;
    }

    /** Lets time pass, every probe being answered at once. */
    void advance(Duration duration, CheckResult answer) {
        Duration end = elapsed.plus(duration);
        runTasks();
        answerAll(answer);
        while (!timers.isEmpty() && timers.peek().due().compareTo(end) <= 0) {
            advance(timers.peek().due().minus(elapsed));
            answerAll(answer);
        }
        elapsed = end;
    }

    /** Answers what is under way, and what comes under way by that. */
    void answerAll(CheckResult answer) {
        while (!underWay.isEmpty()) {
            underWay.getFirst().answer(answer);
        }
    }
}
