package dev.hawser.server.playground.api.store;

import dev.hawser.server.playground.api.resource.ApiFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last changes of one collection, oldest first. */
public final class EventLog {

    private final int capacity;
    // Guards everything below: written by the one writer the store lets in, read by every watch.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<WatchEvent> events = new ArrayDeque<>();
    private long forgotten;
    private boolean closed;

    EventLog(int capacity, long startVersion) {
        this.capacity = capacity;
        this.forgotten = startVersion;
    }

    void append(WatchEvent event) {
        lock.lock();
        try {
            if (events.size() == capacity) {
                forgotten = events.removeFirst().version();
            }
            events.addLast(event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes every reader; from now on {@link #after} gives what is there and never waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the store is closing, so that no event will follow. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The changes later than a version, in order.
     *
     * @param patience how long to wait for one when there is none; zero for not at all
     * @return empty when none came in time, or the store is closing
     * @throws ApiFailure 410 when some of those changes have been forgotten
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public List<WatchEvent> after(long version, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (true) {
                if (version < forgotten) {
                    throw ApiFailure.expired(version, forgotten);
                }
                boolean isNews = !events.isEmpty() && events.getLast().version() > version;
                if (isNews || closed || nanos <= 0) {
                    return isNews ? newest(version) : List.of();
                }
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<WatchEvent> newest(long version) {
        List<WatchEvent> newest = new ArrayList<>();
        Iterator<WatchEvent> backwards = events.descendingIterator();
        while (backwards.hasNext()) {
            WatchEvent event = backwards.next();
            if (event.version() <= version) {
                break;
            }
            newest.add(event);
        }
        Collections.reverse(newest);
        return newest;
    }
}
