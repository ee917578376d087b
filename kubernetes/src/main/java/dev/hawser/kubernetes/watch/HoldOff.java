package dev.hawser.kubernetes.watch;

import java.time.Duration;

/**
 * Says when a batch of changes is due.
 *
 * <p>The first change of an endpoint fixes that the batch is due soon, and later ones do not defer it: requests are sent
 * to the wrong pods meanwhile. Any other change defers the batch a little longer, since its like often come in groups (a
 * release applies many objects), up to the longest hold-off.
 *
 * <p>Times are readings of one monotonic source in nanoseconds, which may overflow. Used by one thread.
 */
final class HoldOff {

    private final long endpointNanos;
    private final long otherNanos;
    private final long longestNanos;

    /** When the first change of the batch came. */
    private long opened;
    /** When the batch is due, as distances from {@link #opened}; {@code Long.MAX_VALUE} without such a change. */
    private long endpointsDue;

    private long othersDue;

    HoldOff(Duration endpoints, Duration others, Duration longest) {
        endpointNanos = endpoints.toNanos();
        otherNanos = others.toNanos();
        longestNanos = longest.toNanos();
        clear();
    }

    /** What a change is of; what needs more work comes later. */
    enum Sort {
        /** Statuses only: nothing that a translation depends on. */
        STATUSES,
        ENDPOINTS,
        OTHERS
    }

    /** Adds a change to the batch. */
    void add(Sort sort, long now) {
        if (isEmpty()) {
            opened = now;
        }
        switch (sort) {
            case ENDPOINTS -> endpointsDue = Math.min(endpointsDue, now - opened + endpointNanos);
            case STATUSES, OTHERS -> othersDue = now - opened + otherNanos;
        }
    }

    /** Whether there is no change to wait for. */
    boolean isEmpty() {
        return endpointsDue == Long.MAX_VALUE && othersDue == Long.MAX_VALUE;
    }

    /** How long until the batch, which is not empty, is due; 0 when it is. */
    long remainingNanos(long now) {
        long due = Math.min(Math.min(endpointsDue, othersDue), longestNanos);
        return Math.max(0, due - (now - opened));
    }

    /** Starts an empty batch. */
    void clear() {
        endpointsDue = Long.MAX_VALUE;
        othersDue = Long.MAX_VALUE;
    }
}
