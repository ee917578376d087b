package dev.hawser.kubernetes.watch;

import dev.hawser.kubernetes.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What became known and is not applied yet. Of each object it keeps the newest state only, so however fast objects change
 * and however slowly that is applied, it holds no more than the cluster does. Nobody waits in order to add.
 */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock. What is of the same slot replaces what was there; the order among slots does not matter. */
    private Map<Slot, WatchEvent> events = new LinkedHashMap<>();

    private boolean stopped;

    /** What an event is about; {@code key} is {@code null} for a whole source. */
    private record Slot(Source source, @Nullable ObjectKey key, Class<? extends WatchEvent> type) {}

    void add(WatchEvent event) {
        lock.lock();
        try {
            if (event instanceof WatchEvent.Listed || event instanceof WatchEvent.Absent) {
                // It says everything about its source, so what came before is out of date.
                events.values().removeIf(other -> other.source().equals(event.source()));
            }
            ObjectKey key = event instanceof WatchEvent.Changed change ? change.key() : null;
            events.put(new Slot(event.source(), key, event.getClass()), event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has whoever takes events out do so no more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all events out, waiting until there is one.
     *
     * @param nanos how long to wait; then there are none, just as when it was stopped
     */
    List<WatchEvent> take(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (events.isEmpty() && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<WatchEvent> taken = new ArrayList<>(events.values());
            events = new LinkedHashMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait. */
    int size() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }
}
