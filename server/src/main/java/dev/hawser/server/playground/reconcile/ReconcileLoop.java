package dev.hawser.server.playground.reconcile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reconciles keys, in the order in which they were first named.
 *
 * <p>A key that is named many times before its turn is looked at once; a key that is named while it is being looked at
 * is looked at again, so no wake-up is lost. After a failure a key is tried again after {@value #FIRST_RETRY_MILLIS} ms,
 * then after twice as long each time, up to {@value #LAST_RETRY_MILLIS} ms, until it succeeds; an event for it is not held
 * back by this. All methods may be called from any thread.
 *
 * @param <K> compared by value
 */
public final class ReconcileLoop<K> implements AutoCloseable {

    static final long FIRST_RETRY_MILLIS = 10;
    static final long LAST_RETRY_MILLIS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final String name;
    // Guards the three fields below it: written by every thread that names a key, read by the loop's own.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<K> ready = new LinkedHashSet<>();
    private final Map<K, Long> dueNanos = new HashMap<>();
    private boolean closed;

    /** How often each key failed in a row; touched by the loop's thread only. */
    private final Map<K, Integer> failures = new HashMap<>();

    /** Written by {@link #start}, read by {@link #close}; null before the start. */
    private volatile @Nullable Thread thread;

    /**
     * A loop that collects keys and does not look at them yet.
     *
     * @param name names the thread and stands in log lines
     */
    public ReconcileLoop(String name) {
        this.name = name;
    }

    /** Starts to look at keys, those named before included; called once. */
    public void start(Reconciler<K> reconciler) {
        thread = Thread.ofVirtual().name(name).start(() -> run(reconciler));
    }

    /** The object behind this key may have changed. Does nothing once the loop is closed. */
    public void enqueue(K key) {
        lock.lock();
        try {
            ready.add(key);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #enqueue}, but later; of several times named for a key the earliest counts. */
    public void enqueueAfter(K key, Duration delay) {
        long due = System.nanoTime() + delay.toNanos();
        lock.lock();
        try {
            dueNanos.merge(key, due, (a, b) -> a - b < 0 ? a : b);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run(Reconciler<K> reconciler) {
        try {
            for (K key = take(); key != null; key = take()) {
                reconcile(reconciler, key);
            }
        } catch (InterruptedException e) {
            log.atDebug().addKeyValue("loop", name).log("Reconciling was interrupted");
        }
    }

    private @Nullable K take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long waitNanos = promoteDue(System.nanoTime());
                Iterator<K> first = ready.iterator();
                if (first.hasNext()) {
                    K key = first.next();
                    first.remove();
                    return key;
                }
                long left = changed.awaitNanos(waitNanos);
                log.atTrace().addKeyValue("leftNanos", left).log("Woke up");
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Moves what is due to the ready keys and returns the time until the next one is. */
    private long promoteDue(long now) {
        long wait = TimeUnit.HOURS.toNanos(1);
        for (Iterator<Map.Entry<K, Long>> i = dueNanos.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<K, Long> entry = i.next();
            long left = entry.getValue() - now;
            if (left <= 0) {
                ready.add(entry.getKey());
                i.remove();
            } else {
                wait = Math.min(wait, left);
            }
        }
        return wait;
    }

    private void reconcile(Reconciler<K> reconciler, K key) throws InterruptedException {
        try {
            Next next = reconciler.reconcile(key);
            failures.remove(key);
            if (next instanceof Next.After(Duration delay)) {
                enqueueAfter(key, delay);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            failed(key, e);
        }
    }

    private void failed(K key, Exception failure) {
        int count = failures.merge(key, 1, Integer::sum);
        Duration delay = retryDelay(count);
        if (ApiFailure.isConflict(failure) || ApiFailure.isNotFound(failure)) {
            log.atDebug()
                    .addKeyValue("loop", name)
                    .addKeyValue("key", key)
                    .log("Object changed or went meanwhile; trying again");
        } else {
            log.atWarn()
                    .addKeyValue("loop", name)
                    .addKeyValue("key", key)
                    .addKeyValue("failures", count)
                    .addKeyValue("retryIn", delay)
                    .setCause(failure)
                    .log("Reconciling failed");
        }
        enqueueAfter(key, delay);
    }

    /** How long to wait after so many failures in a row; the count is at least 1. */
    static Duration retryDelay(int failures) {
        long doubled = FIRST_RETRY_MILLIS << Math.min(failures - 1, 20);
        return Duration.ofMillis(Math.min(doubled, LAST_RETRY_MILLIS));
    }

    /** Ends the loop after the key in hand; waits for that for at most 2 s, then interrupts it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        try {
            if (!running.join(CLOSE_PATIENCE)) {
                running.interrupt();
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
