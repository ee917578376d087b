package dev.hawser.kubernetes.report;

import dev.hawser.kubernetes.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one writer write on a thread of its own. Outcomes that come while it is busy replace each other: only the latest one
 * is of interest.
 */
public final class OutcomeLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutcomeLoop.class);

    /** The least time between two rounds, so that a flood of changes does not become one of computations. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final OutcomeWriter writer;
    private final Duration patience;
    private final Thread thread;

    /** Guards the fields below, which the control loop and the election write and the own thread reads. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private @Nullable Outcome latest;
    private boolean woken;
    private boolean closed;

    private OutcomeLoop(String name, OutcomeWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
        this.thread = Thread.ofVirtual()
                .name(name)
                .uncaughtExceptionHandler(
                        (failed, e) -> log.atError().setCause(e).log("Writer ended, nothing more is written by it"))
                .unstarted(this::run);
    }

    /**
     * Starts the thread.
     *
     * @param name what the thread is called
     * @param patience how long closing waits for what is being written
     */
    public static OutcomeLoop start(String name, OutcomeWriter writer, Duration patience) {
        OutcomeLoop loop = new OutcomeLoop(name, writer, patience);
        loop.thread.start();
        return loop;
    }

    /** Hands over the latest outcome; returns at once. */
    public void offer(Outcome outcome) {
        lock.lock();
        try {
            latest = outcome;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has the writer look again whether something is due; returns at once. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            long wait = OutcomeWriter.NOTHING_DUE;
            while (awaitWork(wait)) {
                wait = round();
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is an outcome, or it is time; returns whether to go on. */
    private boolean awaitWork(long waitNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = waitNanos;
            while (latest == null && !woken && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private long round() {
        Outcome outcome;
        lock.lock();
        try {
            outcome = latest;
            latest = null;
        } finally {
            lock.unlock();
        }
        try {
            if (outcome != null) {
                writer.take(outcome);
            }
            return writer.work();
        } catch (RuntimeException e) {
            // What is not foreseen must not end the thread: the next outcome is another chance.
            log.atError().setCause(e).log("Outcome could not be written");
            return OutcomeWriter.NOTHING_DUE;
        }
    }

    /** Stops: what is being written is finished, nothing more is begun. */
    @Override
    public void close() {
        stop();
        awaitEnd(patience);
    }

    /** Has nothing more begun; returns at once. */
    public void stop() {
        writer.stop();
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for what is being written, and interrupts it when that takes too long.
     *
     * @param most how long it may take
     */
    public void awaitEnd(Duration most) {
        try {
            if (!thread.join(most)) {
                log.atWarn().addKeyValue("patience", most).log("Writer did not end in time, interrupting it");
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
